import { dirname, join, relative } from "node:path";
import { composeConfig } from "../../compose/compose_argv.ts";
import { composeErrors, composeWarnings } from "../../compose/compose_messages.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { isOnlyYaml, parseYamlModel } from "../../compose/yaml_model.ts";
import { quote } from "../../host/quote.ts";
import { whyNotSent } from "../../repository/tree.ts";
import { type Failure, failure, orFailure, type PhaseEnd } from "../../result/phase.ts";
import type { ModelPlace, PlanOfModel } from "./model_place.ts";

/**
 * Returns the paths of a contract's compose files on this machine and at the place. They are those of the real files, so that
 * relative paths in a linked file stay valid.
 */
export async function composeFiles(
  { contract, root }: PlanOfModel,
  { repository }: ModelPlace,
): Promise<{ readonly here: readonly string[]; readonly there: readonly string[] }> {
  const here = await Promise.all(contract.composeFiles.map((file) => Deno.realPath(join(root, file))));
  return { here, there: here.map((file) => join(repository, relative(root, file))) };
}

/** Runs `docker compose config` on the compose files at the place. */
export async function resolveModel(
  { project, contract, root }: PlanOfModel,
  { repository, compose, paths, warn }: ModelPlace,
  files: readonly string[],
): Promise<PhaseEnd<ComposeModel>> {
  const { profiles, composeFiles, sync } = contract;
  const config = (format: "json" | "yaml") => compose(composeConfig({ project, files, profiles, format }));
  const json = await config("json");
  const isYaml = json.kind === "passed" && isOnlyYaml(json.value.stderr), ended = isYaml ? await config("yaml") : json;
  if (ended.kind === "failed") return ended;
  const { code, stdout, stderr } = ended.value;
  if (code !== 0) {
    const missing = missingFile(stderr, {
      repository,
      projectDir: dirname(relative(repository, files[0] ?? repository)),
    });
    const notSent = missing === undefined || paths.includes(missing) ? undefined : whyNotSent(root, missing, sync);
    const unsent = notSent === undefined ? undefined : `${missing} was not sent: ${notSent}`;
    return composeFailure(stderr, { root, file: composeFiles.join(", "), unsent });
  }
  composeWarnings(stderr).forEach(warn);
  return await orFailure(() => isYaml ? parseYamlModel(stdout) : parseComposeModel(stdout));
}

/**
 * Returns the file that Compose misses, relative to the repository's root: the one that it names, or `.env` in the project's
 * directory when a variable is not set. Undefined for other errors.
 */
function missingFile(
  stderr: string,
  { repository, projectDir }: { readonly repository: string; readonly projectDir: string },
): string | undefined {
  const [, named] = /(\/[^\s:"]+)"?:? (?:not found|no such file)/.exec(stderr) ?? [];
  if (named !== undefined) return named.startsWith(`${repository}/`) ? relative(repository, named) : undefined;
  return /required variable|variable is not set|missing a value/.test(stderr) ? join(projectDir, ".env") : undefined;
}

/** Nothing but the repository is to blame: this command of Compose asks no Docker Engine, and its messages quote the files. */
function composeFailure(
  stderr: string,
  { root, file, unsent }: {
    readonly root: string;
    readonly file: string;
    /** A file that Compose missed because it was not sent. */
    readonly unsent: string | undefined;
  },
): Failure {
  const errors = composeErrors(stderr);
  return failure("invalid", `Docker Compose refuses "${file}": ${errors.at(-1) ?? "it gives no reason"}`, {
    detail: errors.slice(0, -1),
    hint: unsent ?? `edit ${file}, then: e2e check ${quote(root)}`,
  });
}
