import { z } from "zod";
import { UserError } from "../errors.ts";
import { parseJson } from "../files/parse_json.ts";
import { quote } from "../host/quote.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import { shortId } from "../result/identity.ts";
import { type Failure, orFailure } from "../result/phase.ts";
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

/**
 * Returns the values of the secrets that the runs of a sandbox had; none in a sandbox of an earlier version of the tool, which
 * has no such file. Throws a UserError (`infra`) when they cannot be read: without them nothing would be masked.
 */
export async function knownSecrets({ transport, project, dir }: Sandbox): Promise<readonly string[]> {
  const read = 'cd "$1"; set -- "$2"; [ ! -e "$1" ] && [ ! -L "$1" ] || exec cat "$1"';
  const argv = ["sh", "-euc", read, "sh", dir, SECRETS] as const;
  const { kind, code, stdout, stderr } = await transport.run(argv, { timeoutMs: 30_000 });
  if (kind === "lost") throw lostHost(transport.name, stderr);
  const secrets = code === 0 && stdout === "" ? [] : secretsSchema.safeParse(parseJson(stdout)).data;
  if (code === 0 && secrets !== undefined) return secrets;
  const why = kind === "timed-out" ? "no answer in time" : stderr.trim() || "it is no list of texts";
  throw new UserError(`Cannot read ${dir}/${SECRETS}, the secrets to mask: ${why}`, {
    hint: `e2e down ${shortId(project)} --host ${transport.name} removes the sandbox`,
    outcome: "infra",
  });
}

/** Adds a run's secrets to those of its sandbox: services may go on writing the values of an earlier run. */
export async function writeSecrets(run: RunContext, sandbox: Sandbox): Promise<Failure | undefined> {
  const secrets = Object.values(run.plan.secrets);
  if (secrets.length === 0) return undefined;
  const known = await orFailure(() => knownSecrets(sandbox));
  if (known.kind === "failed") return known;
  const all = [...new Set([...known.value, ...secrets])];
  const written = await writeFile(sandbox, SECRETS, JSON.stringify(all));
  return written.code === 0 ? undefined : hostFailure(run, written, "Writing the secrets");
}
