import { quote } from "../host/quote.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { Plan } from "./plan.ts";

/** The directory on the host, inside the sandbox, that holds the repository's copy. */
export function repositoryDir(sandbox: Sandbox): string {
  return `${sandbox.dir}/repo`;
}

/**
 * The variables that compose and the tests see beside the login environment of the host: where they are, the contract's
 * `env` and `secrets`, and `published`, `E2E_<SERVICE>_<PORT>` = `address:port`.
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

/** The variables as lines of sh that export them. */
export function exportLines(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}\n`).join("");
}
