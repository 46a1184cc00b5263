import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { argument } from "@optique/core/primitives";
import { parseComposeModel } from "../compose/compose_model.ts";
import { modelWarnings } from "../compose/model_warnings.ts";
import { isolate, type Isolated } from "../compose/isolate/isolate.ts";
import { privateAddress } from "../compose/isolate/private_address.ts";
import { UserError } from "../errors.ts";
import { local } from "../host/local.ts";
import { checkModel } from "../lifecycle/up/check_model.ts";
import { exportLines } from "../lifecycle/environment.ts";
import { composeConfigArgv, composeWords, warnings } from "../lifecycle/up/resolve_model.ts";
import { listTree, whyNotSent } from "../repository/tree.ts";
import { newRunId, projectName } from "../result/identity.ts";
import { checkedPlan } from "./checked_plan.ts";
import type { Context } from "../cli/context.ts";
import { nameable } from "../cli/nameable.ts";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { jsonOption } from "../cli/options.ts";
import { parseArgs } from "../cli/parse_args.ts";

const missing = { endOfInput: message`No repository given` };

const parser = object({
  repository: argument(nameable("REPO"), {
    description: message`a path, or a slug`,
    errors: missing,
  }),
  json: jsonOption,
}, { errors: missing });

const EXAMPLES = ["e2e check shop", "e2e check ."];

/** `e2e check`: shows the problems of a contract and its compose file, or else the plan of a run. Starts nothing. */
export async function check(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e check", args, examples: EXAMPLES }, context);
  if (options === undefined) return 0;
  const repository = await openRepository(options.repository, context);
  const { contract, root } = repository;
  const runId = newRunId(context.now());
  const address = contract.ports === "private" ? privateAddress(runId) : undefined;
  const tree = await listTree(root, contract.sync);
  const isolated = await isolateHere(repository, { runId, address }, context);
  const found = isolated &&
    { ...isolated, root, paths: tree.paths, whyNotSent: (path: string) => whyNotSent(root, path, contract.sync) };
  const unset = contract.secrets.filter((name) => context.env(name) === undefined);
  const warnings = [
    ...tree.notices,
    ...unset.map((name) => `secret ${name} is not set here`),
    ...found === undefined ? [] : modelWarnings(contract, found),
  ];
  for (const text of warnings) context.stderr(`warning: ${text}\n`);
  if (options.json) {
    const sends = { files: tree.paths.length, bytes: tree.bytes, tree: tree.hash };
    context.stdout(`${JSON.stringify({ contract, isolated: isolated ?? null, sends })}\n`);
  } else context.stdout(checkedPlan(contract, { tree, isolated, address }));
  return 0;
}

/** Resolves and isolates the compose model as a run would. Returns undefined without Docker Compose on this machine. */
async function isolateHere(
  { root, contract }: Repository,
  run: { readonly runId: string; readonly address: string | undefined },
  context: Context,
): Promise<Isolated | undefined> {
  const project = projectName(contract.name, run.runId);
  const files = await Promise.all(contract.composeFiles.map((file) => Deno.realPath(`${root}/${file}`)));
  const argv = composeConfigArgv(files, { project, profiles: contract.profiles });
  const script = `${exportLines(contract.env)}exec "$@"`;
  const result = await local().run(["sh", "-c", script, "sh", ...argv], { timeoutMs: 60_000 });
  if (result.code === 127 || /is not a docker command/.test(result.stderr)) {
    context.stderr("No Docker Compose on this machine: the compose file was not checked\n");
    return undefined;
  }
  for (const line of warnings(result.stderr)) context.stderr(`warning: ${line}\n`);
  if (result.code !== 0) {
    throw new UserError(
      `Docker Compose refuses "${contract.composeFiles.join(", ")}": ${composeWords(result.stderr).join("\n")}`,
      {
        hint: `edit ${contract.composeFiles[0]}`,
      },
    );
  }
  const model = parseComposeModel(result.stdout);
  const refused = await checkModel(contract, { model, modelRoot: root, files, root });
  if (refused !== undefined) {
    throw new UserError(refused.message, refused.hint === undefined ? {} : { hint: refused.hint });
  }
  const ports = run.address === undefined
    ? { kind: "host" as const }
    : { kind: "private" as const, address: run.address, held: new Set<number>() };
  return isolate(model, { project, runId: run.runId, sandbox: root, stopGraceMs: contract.stopGraceMs, ports });
}
