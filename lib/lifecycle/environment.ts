import { quote } from "../host/quote.ts";
import type { Failure } from "../result/phase.ts";
import { type Sandbox, writeFile } from "../sandbox/sandbox.ts";
import type { Plan } from "./plan.ts";
import { hostFailure, type RunContext } from "./run_context.ts";

/** Returns the directory of the repository's copy in a sandbox. */
export function repositoryDir(sandbox: Sandbox): string {
  return `${sandbox.dir}/repo`;
}

/**
 * Returns the variables that Compose and the tests get in addition to the host's login environment: the contract's `env` and
 * `secrets`, `published` (`E2E_<SERVICE>_<PORT>` = `address:port`), and the variables of the run.
 */
export function environment(
  plan: Plan,
  sandbox: Sandbox,
  published: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return {
    PYTHONUNBUFFERED: "1",
    ...plan.contract.env,
    ...plan.secrets,
    ...published,
    E2E_RUN_ID: plan.runId,
    E2E_PROJECT: plan.project,
    E2E_SANDBOX: sandbox.dir,
    E2E_ARTIFACTS: `${sandbox.dir}/artifacts`,
    E2E_HOST: sandbox.transport.name,
    COMPOSE_PROJECT_NAME: plan.project,
    COMPOSE_FILE: `${sandbox.dir}/compose.json`,
  };
}

/** Returns lines of sh that export variables. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}\n`).join("");
}

/** Writes the {@link environment} of a run to its sandbox. Returns the failure, or undefined. */
export async function writeEnvironment(
  run: RunContext,
  sandbox: Sandbox,
  published: Readonly<Record<string, string>>,
): Promise<Failure | undefined> {
  const written = await writeFile(sandbox, "environment", exportLines(environment(run.plan, sandbox, published)));
  return written.code === 0 ? undefined : hostFailure(run, written, "Writing the environment");
}
