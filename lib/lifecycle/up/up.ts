import { composeBuild } from "../../compose/compose_argv.ts";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { dotEnv } from "../../compose/content_variables.ts";
import type { HealthCheck } from "../../contract/health_check.ts";
import type { ExecResult } from "../../host/exec.ts";
import { passed, type PhaseEnd } from "../../result/phase.ts";
import { type Container, listContainers } from "../../sandbox/containers.ts";
import { runScript, type Sandbox, writeFile } from "../../sandbox/sandbox.ts";
import { writeEnvironment } from "../environment.ts";
import { publishedPorts } from "../published_ports.ts";
import { engineSilent, hostFailure, type RunContext } from "../run_context.ts";
import type { Synced } from "../sync/send_tree.ts";
import { type CheckedModel, checkModel } from "./check_model.ts";
import { compose, composeProject } from "./compose.ts";
import { modelPlace } from "./model_place.ts";
import { missingServices, pull } from "./pull.ts";
import { startStack } from "./start_stack.ts";
import { upFailure } from "./up_failure.ts";

/** A stack whose containers were started. */
export interface Stack {
  readonly sandbox: Sandbox;
  readonly containers: readonly Container[];
  /** The contract's health checks, with the addresses and ports of the isolated model. */
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

/** Starts the stack: resolves and checks the compose model, isolates it, pulls and builds images, and starts the containers. */
export async function up(
  run: RunContext,
  { sandbox, paths }: Pick<Synced, "sandbox" | "paths">,
  onIsolated: (isolation: Isolation) => void,
): Promise<PhaseEnd<Stack>> {
  const { contract } = run.plan, untilMs = Math.min(run.deadlineMs, run.now() + contract.upTimeoutMs);
  const cached = runScript(sandbox, "cache_tree.sh", [sandbox.dir, contract.name], { timeoutMs: 60_000 });
  const checked = await checkModel(run.plan, modelPlace(run, { sandbox, paths }));
  if (checked.kind === "failed") return checked;
  const { model, checks, variables } = checked.value;
  onIsolated(checked.value);
  const missing = missingServices(run, sandbox, model), before = noteVolumes(sandbox, "--before");
  const written = await writeModel(sandbox, { model, variables });
  if (written.code !== 0) return hostFailure(run, written, "Writing the compose model");

  const pulled = await pull(run, sandbox, { model, missing: await missing, untilMs });
  if (pulled.kind === "failed") return pulled;
  const built = await build(run, sandbox, { model, untilMs });
  if (built.kind === "failed") return built;
  await cached; // before a container writes into the repository's copy
  const noted = await before;
  if (noted.code !== 0) return hostFailure(run, noted, "Listing the volumes");
  const started = await startStack(run, sandbox, { model, untilMs });
  return started.kind === "failed" ? started : await inspect(run, sandbox, checks);
}

/** Compose reads the variables from the `.env` file beside the model, also when the tests run it. */
async function writeModel(
  sandbox: Sandbox,
  { model, variables }: Pick<CheckedModel, "model" | "variables">,
): Promise<ExecResult> {
  const [written, ...others] = await Promise.all([
    writeFile(sandbox, "compose.json", JSON.stringify(model)),
    ...Object.keys(variables).length === 0 ? [] : [writeFile(sandbox, ".env", dotEnv(variables))],
  ]);
  return others.find(({ code }) => code !== 0) ?? written;
}

/** A kept sandbox has nothing to look into when its images were not built. */
const EDIT_BUILD = "edit the Dockerfile, or build: in the compose file, then run again";

async function build(
  run: RunContext,
  sandbox: Sandbox,
  { model, untilMs }: { readonly model: ComposeModel; readonly untilMs: number },
): Promise<PhaseEnd<void>> {
  if (!Object.values(model.services).some((service) => service.build)) return passed(undefined);
  const result = await compose(run, sandbox, { argv: composeBuild(composeProject(sandbox)), untilMs });
  if (result.code === 0) return passed(undefined);
  return await upFailure(run, sandbox, { result, what: "The images could not be built", model, hint: EDIT_BUILD });
}

/** Records the owners of the anonymous volumes, see volumes.sh. */
function noteVolumes(sandbox: Sandbox, ...when: readonly "--before"[]): Promise<ExecResult> {
  return runScript(sandbox, "volumes.sh", [sandbox.dir, sandbox.project, ...when], { timeoutMs: 60_000 });
}

/** Inspects the containers that were started. The tests get the ports that Docker bound. */
async function inspect(run: RunContext, sandbox: Sandbox, checks: readonly HealthCheck[]): Promise<PhaseEnd<Stack>> {
  // The volumes are noted before the tests remove their containers.
  const [containers, noted] = await Promise.all([listContainers(sandbox), noteVolumes(sandbox)]);
  if (containers === undefined || noted.code !== 0) {
    return engineSilent(run.transport.name);
  }
  const published = publishedPorts(containers);
  return await writeEnvironment(run, sandbox, published) ?? passed({ sandbox, containers, checks, published });
}
