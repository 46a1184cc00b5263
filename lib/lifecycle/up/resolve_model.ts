import { join, relative } from "node:path";
import { type ComposeModel, parseComposeModel } from "../../compose/compose_model.ts";
import { quote } from "../../host/quote.ts";
import { inEnvironment, type Sandbox } from "../../sandbox/sandbox.ts";
import { checkModel } from "./check_model.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import { repositoryDir } from "../environment.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { hostFailure, lastLines, type RunContext } from "../run_context.ts";

/**
 * The compose model as Docker Compose resolves it on the host, checked against the guard rails and the contract. The files are named where
 * they really lie, so that a linked file keeps its relative paths.
 */
export async function resolveModel(run: RunContext, sandbox: Sandbox): Promise<PhaseEnd<ComposeModel>> {
  const { contract, root } = run.plan;
  const files = await Promise.all(contract.composeFiles.map((file) => Deno.realPath(join(root, file))));
  const argv = composeConfigArgv(files.map((file) => join(repositoryDir(sandbox), relative(root, file))), {
    project: run.plan.project,
    profiles: contract.profiles,
  });
  const result = await run.transport.run(inEnvironment(sandbox, ...argv), { signal: run.signal, timeoutMs: 60_000 });
  if (result.kind !== "exited") return hostFailure(run, result, "Resolving the compose file");
  if (result.code !== 0) return configFailure(run, result.stderr);
  for (const line of warnings(result.stderr)) run.recorder.notice("warning", line);
  const model = parseComposeModel(result.stdout);
  const refused = await checkModel(contract, { model, modelRoot: repositoryDir(sandbox), files, root });
  return refused ?? passed(model);
}

/** The argv that prints the resolved model. The first file's directory is the project's. Source: docker compose config --help. */
export function composeConfigArgv(
  files: readonly string[],
  options: { readonly project: string; readonly profiles: readonly string[] },
): readonly ["docker", ...string[]] {
  return [
    "docker",
    "compose",
    "--project-name",
    options.project,
    "--project-directory",
    join(files[0] ?? "", ".."),
    ...files.flatMap((file) => ["--file", file]),
    ...options.profiles.flatMap((profile) => ["--profile", profile]),
    "config",
    "--format",
    "json",
  ];
}

/** What Compose warns of, such as a variable that is not set, as plain sentences. */
export function warnings(stderr: string): readonly string[] {
  return lastLines(stderr).filter((line) => /level=warning|^WARN/i.test(line))
    .map((line) => JSON.parse(/msg=("(?:[^"\\]|\\.)*")/.exec(line)?.[1] ?? JSON.stringify(line)) as string)
    .filter((line) => !/`version` is obsolete/.test(line));
}

/** What Compose says went wrong, without its warnings. */
export function composeWords(stderr: string): readonly string[] {
  return lastLines(stderr).filter((line) => !/level=warning/.test(line));
}

function configFailure(run: RunContext, stderr: string) {
  const meaning = dockerTrouble(stderr);
  const words = composeWords(stderr);
  if (meaning.kind === "engine" || meaning.kind === "disk-full") {
    return failure(meaning.outcome, `Docker Compose failed on ${run.transport.name}`, { detail: words });
  }
  const file = run.plan.contract.composeFiles.join(", ");
  return failure("invalid", `Docker Compose refuses "${file}": ${words.at(-1) ?? "it gives no reason"}`, {
    detail: words.slice(0, -1),
    hint: `edit ${file}, then: e2e check ${quote(run.plan.root)}`,
  });
}
