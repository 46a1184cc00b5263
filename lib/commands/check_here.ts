import { dirname, relative } from "node:path";
import { isInside } from "../files/inside.ts";
import { UserError } from "../errors.ts";
import { type Argv, exec, type ExecResult } from "../host/exec.ts";
import { local } from "../host/local.ts";
import { environment } from "../lifecycle/environment.ts";
import type { Plan } from "../lifecycle/plan.ts";
import { type CheckedModel, checkModel } from "../lifecycle/up/check_model.ts";
import { linkTree } from "../repository/link_tree.ts";
import type { Tree } from "../repository/tree.ts";
import { failure, passed } from "../result/phase.ts";

/**
 * Checks the compose model of a plan on this machine, as a run would on its host: Docker Compose reads only files that are sent.
 * Returns undefined if Docker Compose is not installed. Throws a UserError if a run would refuse the model.
 */
export async function checkHere(
  plan: Plan,
  { tree, warn, signal }: {
    readonly tree: Tree;
    readonly warn: (text: string) => void;
    readonly signal?: AbortSignal;
  },
): Promise<CheckedModel | undefined> {
  await using linked = await linkTree(plan.root, tree.paths);
  const sandbox = dirname(linked.path); // as in a run, where E2E_SANDBOX is the directory above the repository
  const shown = (text: string, root: string) =>
    text.replaceAll(linked.path, () => root).replaceAll(sandbox, () => root);
  const named = (text: string) => shown(text, plan.root);
  let isMissing = false;
  const checked = await checkModel(plan, {
    host: "local",
    repository: linked.path,
    sandbox: plan.root,
    paths: tree.paths,
    compose: async (argv, stdin) => {
      const result = await composeIn(linked.path, plan, { argv, stdin, signal });
      signal?.throwIfAborted();
      isMissing = result.code === 127 || NO_COMPOSE.test(result.stderr);
      return result.kind === "exited" ? passed(result) : failure("infra", "Docker Compose did not end within 60 s");
    },
    climbed: (path) => isInside(path, linked.base) ? relative(linked.path, path) : undefined,
    heldPorts: () => Promise.resolve(new Set<string>()),
    warn: (text) => warn(named(text)),
  });
  if (isMissing) return undefined;
  if (checked.kind === "passed") {
    return JSON.parse(shown(JSON.stringify(checked.value), JSON.stringify(plan.root).slice(1, -1)));
  }
  const { message, detail = [], hint, outcome } = checked;
  throw new UserError(named([message, ...detail].join("\n")), {
    hint,
    outcome: outcome === "infra" ? "infra" : "invalid",
  });
}

/** What docker says without Compose; messages of Compose quote the repository. */
const NO_COMPOSE = /^docker: (?:'compose' is not a docker command|unknown command: docker compose)/m;

/** Runs Docker Compose with the variables of a run, on a copy of the repository. */
async function composeIn(
  copy: string,
  plan: Plan,
  { argv, ...options }: {
    readonly argv: Argv;
    readonly stdin: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<ExecResult> {
  const variables = environment(plan, { transport: local(), project: plan.project, dir: dirname(copy) }, {});
  const env = { ...variables, PWD: copy }; // as in a run, wherever this was started
  return await exec(argv, { ...options, env, timeoutMs: 60_000 }); // secrets stay out of the arguments
}
