import { join, relative } from "node:path";
import { composeConfig } from "../../compose/compose_argv.ts";
import { composeErrors, composeWarnings } from "../../compose/compose_messages.ts";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { quote } from "../../host/quote.ts";
import { type Failure, failure, orFailure, type PhaseEnd } from "../../result/phase.ts";
import type { ModelPlace, PlanOfModel } from "./model_place.ts";

/** Runs `docker compose config`. The files keep their physical place, so that relative paths in a linked file stay valid. */
export async function resolveModel(
  { project, contract, root }: PlanOfModel,
  { repository, compose, warn }: ModelPlace,
  files: readonly string[],
): Promise<PhaseEnd<ComposeModel>> {
  const { profiles, composeFiles } = contract;
  const there = files.map((file) => join(repository, relative(root, file)));
  const ended = await compose(composeConfig({ project, files: there, profiles }));
  if (ended.kind === "failed") return ended;
  const { code, stdout, stderr } = ended.value;
  if (code !== 0) return composeFailure(stderr, { root, file: composeFiles.join(", ") });
  composeWarnings(stderr).forEach(warn);
  return await orFailure(() => parseComposeModel(stdout));
}

/** Nothing but the repository is to blame: this command of Compose asks no Docker Engine, and its messages quote the files. */
function composeFailure(stderr: string, { root, file }: { readonly root: string; readonly file: string }): Failure {
  const errors = composeErrors(stderr);
  return failure("invalid", `Docker Compose refuses "${file}": ${errors.at(-1) ?? "it gives no reason"}`, {
    detail: errors.slice(0, -1),
    hint: `edit ${file}, then: e2e check ${quote(root)}`,
  });
}
