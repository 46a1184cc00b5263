import { composeConfig } from "../../compose/compose_argv.ts";
import { composeErrors, composeWarnings } from "../../compose/compose_messages.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { isOnlyYaml, parseYamlModel } from "../../compose/yaml_model.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import { quote } from "../../host/quote.ts";
import { type Failure, failure, orFailure, type PhaseEnd } from "../../result/phase.ts";
import type { ModelPlace, PlanOfModel } from "./model_place.ts";

/** Runs `docker compose config` on the compose files at the place. They keep their physical place, so that relative paths in a linked file stay valid. */
export async function resolveModel(
  { project, contract, root }: PlanOfModel,
  { host, compose, warn }: ModelPlace,
  files: readonly string[],
): Promise<PhaseEnd<ComposeModel>> {
  const { profiles, composeFiles } = contract;
  const config = (format: "json" | "yaml") => compose(composeConfig({ project, files, profiles, format }));
  const json = await config("json");
  const isYaml = json.kind === "passed" && isOnlyYaml(json.value.stderr), ended = isYaml ? await config("yaml") : json;
  if (ended.kind === "failed") return ended;
  const { code, stdout, stderr } = ended.value;
  if (code !== 0) return composeFailure(stderr, { host, root, file: composeFiles.join(", ") });
  composeWarnings(stderr).forEach(warn);
  return await orFailure(() => isYaml ? parseYamlModel(stdout) : parseComposeModel(stdout));
}

function composeFailure(
  stderr: string,
  { host, root, file }: { readonly host: string; readonly root: string; readonly file: string },
): Failure {
  const { kind, outcome } = dockerTrouble(stderr), errors = composeErrors(stderr);
  if (kind === "engine" || kind === "disk-full") {
    return failure(outcome, `Docker Compose failed on ${host}`, { detail: errors });
  }
  return failure("invalid", `Docker Compose refuses "${file}": ${errors.at(-1) ?? "it gives no reason"}`, {
    detail: errors.slice(0, -1),
    hint: `edit ${file}, then: e2e check ${quote(root)}`,
  });
}
