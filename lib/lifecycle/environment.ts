import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
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

/** The file of a sandbox with the values of its secrets, which `e2e logs` masks. */
const SECRETS = "secrets.json";
const secretsSchema = z.array(z.string());

/** Returns the values of the secrets that the runs of a sandbox had; none in a sandbox of an earlier version of the tool. */
export async function knownSecrets({ transport, dir }: Sandbox): Promise<readonly string[]> {
  const { stdout } = await transport.run(["cat", `${dir}/${SECRETS}`], { timeoutMs: 30_000 });
  return secretsSchema.safeParse(parseJson(stdout)).data ?? [];
}

/** Adds a run's secrets to those of its sandbox: services may go on writing the values of an earlier run. */
export async function writeSecrets(run: RunContext, sandbox: Sandbox): Promise<Failure | undefined> {
  const secrets = Object.values(run.plan.secrets);
  if (secrets.length === 0) return undefined;
  const all = [...new Set([...await knownSecrets(sandbox), ...secrets])];
  const written = await writeFile(sandbox, SECRETS, JSON.stringify(all));
  return written.code === 0 ? undefined : hostFailure(run, written, "Writing the secrets");
}
