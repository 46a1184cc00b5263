import { UserError } from "../errors.ts";
import { onHost } from "../host/on_host.ts";
import { tabValues } from "../files/tab_rows.ts";
import type { ExecResult } from "../host/exec.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { atLeast } from "./at_least.ts";
import { SCRIPTS } from "./scripts.ts";

/** The versions that a host has. */
export interface HostFacts {
  /** Those of the Docker Engine and of Docker Compose. */
  readonly engine: string;
  readonly compose: string;
}

/** Returns a hint how to free space on the full disk of a host. */
export function makeRoom(host: string): string {
  return `e2e gc --host ${host} removes expired sandboxes; ${onHost(host, "docker system df")} shows what Docker uses`;
}

/** A hint for a login shell whose start-up files hang or start another program. */
export const LOGIN_MEND =
  "check the start-up files there, such as ~/.profile and ~/.bashrc: bash -lc 'echo hello' must print hello";

/** The oldest Docker Compose with the options that the lifecycle uses (`pull --policy`). */
export const OLDEST_COMPOSE = [2, 22] as const;

/** A hint how to install Docker. */
export const DOCKER_INSTALL = "see https://docs.docker.com/engine/install/";
/** A hint how to install Docker Compose. */
export const COMPOSE_INSTALL = "see https://docs.docker.com/compose/install/";

/**
 * Checks what a sandbox needs on a host. Throws a UserError (`infra`) that names what is missing and how to install it.
 */
export async function hostFacts(transport: Transport, signal?: AbortSignal): Promise<HostFacts> {
  const result = await transport.run(["sh", "-c", SCRIPTS["host_facts.sh"]], { timeoutMs: 60_000, signal });
  return readHostFacts(result, transport.name);
}

/** Reads the output of `host_facts.sh`. Throws as {@link hostFacts}. */
export function readHostFacts(result: ExecResult, host: string): HostFacts {
  if (result.kind === "lost") throw lostHost(host, result.stderr);
  const values = tabValues(result.stdout), of = (name: string) => values.get(name)?.[0];
  const missing = values.get("missing") ?? [];
  const at = (hint: string) => host === "local" ? hint : `on ${host}: ${hint}`;
  const bad = (message: string, hint: string) => new UserError(message, { hint: at(hint), outcome: "infra" });
  if (missing.includes("docker")) throw bad(`Docker is not installed on ${host}`, DOCKER_INSTALL);
  if (missing.length > 0) {
    throw bad(`These programs are missing on ${host}: ${missing.join(", ")}`, installHint(missing));
  }
  const engine = of("engine"), compose = of("compose");
  if (engine === undefined) {
    const error = of("engine_error");
    throw bad(`Docker does not answer on ${host}: ${error ?? result.stderr.trim()}`, engineHint(error, of("init")));
  }
  if (compose === undefined || !atLeast(compose, OLDEST_COMPOSE)) {
    const found = compose ?? `missing (${of("compose_error") ?? "no answer"})`, oldest = OLDEST_COMPOSE.join(".");
    throw bad(`Docker Compose on ${host} is ${found}, expected ${oldest} or newer`, COMPOSE_INSTALL);
  }
  return { engine, compose };
}

/**
 * Returns the command that makes the Docker Engine answer, from the error message of `docker`, and what starts services on the host,
 * as `host_facts.sh` says.
 */
export function engineHint(error = "", init = ""): string {
  if (/permission denied/i.test(error)) return 'sudo usermod -aG docker "$USER", then log in again';
  return serviceHint(/no answer/.test(error) ? "restart" : "start", "docker", init);
}

/** Returns the command that starts or restarts a service. `init` is empty for systemd. */
export function serviceHint(verb: "start" | "restart", service: string, init = ""): string {
  return init === "" ? `sudo systemctl ${verb} ${service}` : `sudo service ${service} ${verb}`;
}

/** The Debian package that holds each program. */
const PACKAGES: Readonly<Record<string, string>> = {
  awk: "mawk",
  curl: "curl",
  find: "findutils",
  flock: "util-linux",
  grep: "grep",
  realpath: "coreutils",
  rsync: "rsync",
  setsid: "util-linux",
  timeout: "coreutils",
};

/** Returns the command that installs missing programs. Source: Debian's packages. */
export function installHint(programs: readonly string[]): string {
  return `sudo apt-get install ${[...new Set(programs.map((program) => PACKAGES[program] ?? program))].join(" ")}`;
}
