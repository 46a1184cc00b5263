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
  { tree, warn }: { readonly tree: Tree; readonly warn: (text: string) => void },
): Promise<CheckedModel | undefined> {
  await using linked = await linkTree(plan.root, tree.paths);
  let isMissing = false;
  const checked = await checkModel(plan, {
    host: "local",
    repository: plan.root,
    sandbox: plan.root,
    paths: tree.paths,
    compose: async (argv) => {
      const result = await composeIn(linked.path, plan, argv);
      isMissing = result.code === 127 || /is not a docker command/.test(result.stderr);
      return result.kind === "exited" ? passed(result) : failure("infra", "Docker Compose did not end within 60 s");
    },
    heldPorts: () => Promise.resolve(new Set<string>()),
    warn,
  });
  if (isMissing) return undefined;
  if (checked.kind === "passed") return checked.value;
  const { message, detail = [], hint, outcome } = checked;
  throw new UserError([message, ...detail].join("\n"), {
    hint,
    outcome: outcome === "infra" ? "infra" : "invalid",
  });
}

/** Runs Docker Compose on a copy of the repository. Its arguments and its output name the repository itself. */
async function composeIn(copy: string, plan: Plan, argv: Argv): Promise<ExecResult> {
  const [program, ...args] = argv, { root } = plan;
  const there = args.map((each) =>
    each === root || each.startsWith(`${root}/`) ? copy + each.slice(root.length) : each
  );
  const variables = environment(plan, { transport: local(), project: plan.project, dir: root }, {});
  const result = await exec([program, ...there], { env: variables, timeoutMs: 60_000 }); // secrets stay out of the arguments
  return {
    ...result,
    stdout: result.stdout.replaceAll(copy, () => JSON.stringify(root).slice(1, -1)),
    stderr: result.stderr.replaceAll(copy, () => root),
  };
}
