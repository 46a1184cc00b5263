import type { ComposeModel } from "../../compose/compose_model.ts";
import type { HealthCheck } from "../../contract/contract.ts";
import { heldPorts } from "../../compose/held_ports.ts";
import { isolate, type Isolated } from "../../compose/isolate/isolate.ts";
import { modelWarnings } from "../../compose/model_warnings.ts";
import { pointChecks } from "../../compose/point_checks.ts";
import { privateAddress } from "../../compose/isolate/private_address.ts";
import type { ExecResult } from "../../host/exec.ts";
import { type Container, listContainers } from "../../sandbox/containers.ts";
import { runScript, type Sandbox, writeFile } from "../../sandbox/sandbox.ts";
import { compose } from "./compose.ts";
import { environment, exportLines, repositoryDir } from "../environment.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import { publishedPorts } from "../published_ports.ts";
import { missingServices, pull } from "./pull.ts";
import { resolveModel } from "./resolve_model.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Synced } from "../sync/send_tree.ts";
import { startStack } from "./start_stack.ts";
import { whyNotSent } from "../../repository/tree.ts";
import { upFailure } from "./up_failure.ts";

/** A stack whose containers were started. */
export interface Stack {
  readonly sandbox: Sandbox;
  readonly containers: readonly Container[];
  /** The contract's checks, pointed at where isolation put the ports. */
  readonly checks: readonly HealthCheck[];
  /** `E2E_<SERVICE>_<PORT>` = `address:port`. */
  readonly published: Readonly<Record<string, string>>;
}

/** What isolation did, for the result. */
export interface Isolation {
  /** The sandbox's own address; undefined with `ports: host`. */
  readonly address: string | undefined;
  readonly changes: readonly string[];
}

/** Brings the stack up: resolves the compose model, isolates it, pulls, builds and starts. */
export async function up(
  run: RunContext,
  { sandbox, paths }: Pick<Synced, "sandbox" | "paths">,
  onIsolated: (isolation: Isolation) => void,
): Promise<PhaseEnd<Stack>> {
  const untilMs = Math.min(run.deadlineMs, run.now() + run.plan.contract.upTimeoutMs);
  const cached = runScript(sandbox, "cache_tree.sh", [sandbox.dir, run.plan.contract.name], { timeoutMs: 60_000 });
  const resolved = await resolveModel(run, sandbox);
  if (resolved.kind === "failed") return resolved;
  const address = run.plan.contract.ports === "private" ? privateAddress(run.plan.runId) : undefined;
  const isolated = await isolateModel(run, sandbox, { model: resolved.value, address });
  onIsolated({ address, changes: isolated.changes });
  const { root, contract } = run.plan, why = (path: string) => whyNotSent(root, path, contract.sync);
  const found = { ...isolated, root: repositoryDir(sandbox), paths, whyNotSent: why };
  for (const text of modelWarnings(run.plan.contract, found)) run.recorder.notice("warning", text);
  const missing = missingServices(run, isolated.model), before = noteVolumes(sandbox, "--before");
  const written = await writeFile(sandbox, "compose.json", JSON.stringify(isolated.model));
  if (written.code !== 0) return hostFailure(run, written, "Writing the compose model");

  const pulled = await pull(run, sandbox, { model: isolated.model, missing: await missing, untilMs });
  if (pulled.kind === "failed") return pulled;
  const built = await build(run, sandbox, { model: isolated.model, untilMs });
  if (built.kind === "failed") return built;
  await cached; // before a container writes into the repository's copy
  const noted = await before;
  if (noted.code !== 0) return hostFailure(run, noted, "Listing the volumes");
  const started = await startStack(run, sandbox, { untilMs });
  if (started.kind === "failed") return started;
  return await look(run, sandbox, isolated, address);
}

async function isolateModel(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly model: ComposeModel; readonly address: string | undefined },
): Promise<Isolated> {
  const { project, runId, contract } = run.plan;
  const { address } = options;
  const ports = address === undefined
    ? { kind: "host" as const }
    : { kind: "private" as const, address, held: await wildcardPorts(run) };
  return isolate(options.model, { project, runId, sandbox: sandbox.dir, stopGraceMs: contract.stopGraceMs, ports });
}

async function wildcardPorts(run: RunContext): Promise<ReadonlySet<number>> {
  const read = "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || true";
  return heldPorts((await run.transport.run(["sh", "-c", read], { timeoutMs: 20_000 })).stdout);
}

async function build(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly model: ComposeModel; readonly untilMs: number },
): Promise<PhaseEnd<void>> {
  if (!Object.values(options.model.services).some((service) => service.build)) return passed(undefined);
  const result = await compose(run, sandbox, { args: ["build"], timeoutMs: options.untilMs - run.now() });
  return result.code === 0
    ? passed(undefined)
    : await upFailure(run, sandbox, { result, what: "The images could not be built" });
}

/** Notes whose the volumes without a name are, see volumes.sh. */
function noteVolumes(sandbox: Sandbox, ...when: readonly "--before"[]): Promise<ExecResult> {
  return runScript(sandbox, "volumes.sh", [sandbox.dir, sandbox.project, ...when], { timeoutMs: 60_000 });
}

/** Looks at what was started: the ports that Docker bound are what the tests are told. */
async function look(
  run: RunContext,
  sandbox: Sandbox,
  isolated: Isolated,
  address: string | undefined,
): Promise<PhaseEnd<Stack>> {
  const [containers, noted] = await Promise.all([
    listContainers(sandbox),
    noteVolumes(sandbox), // before the tests remove their containers
  ]);
  if (containers === undefined || noted.code !== 0) {
    return failure("infra", `The Docker Engine of ${run.transport.name} does not answer`);
  }
  const published = publishedPorts(containers);
  const written = await writeFile(sandbox, "environment", exportLines(environment(run.plan, sandbox, published)));
  if (written.code !== 0) return hostFailure(run, written, "Writing the environment");
  const { healthChecks } = run.plan.contract;
  const checks = address === undefined ? healthChecks : pointChecks(healthChecks, isolated.ports, address);
  return passed({ sandbox, containers, checks, published });
}
