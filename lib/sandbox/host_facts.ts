import { UserError } from "../errors.ts";
import type { ExecResult } from "../host/exec.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { atLeast } from "./at_least.ts";
import { SCRIPTS } from "./scripts.ts";

/** What a host was found to have. */
export interface HostFacts {
  /** Versions of the Docker Engine and of Docker Compose. */
  readonly engine: string;
  readonly compose: string;
}

/** What makes room on a full disk. */
export const MAKE_ROOM = "e2e gc removes what is no longer wanted; docker system df shows what Docker holds";

/** The oldest Docker Compose that has what the lifecycle uses (`pull --policy`). */
export const OLDEST_COMPOSE = [2, 22] as const;

/** Where to read how Docker, and Docker Compose, are installed. */
export const DOCKER_INSTALL = "https://docs.docker.com/engine/install/ says how";
/** See {@link DOCKER_INSTALL}. */
export const COMPOSE_INSTALL = "https://docs.docker.com/compose/install/ says how";

/** Asks a host what it has. Throws a UserError (`infra`) that names what is missing and the command that mends it. */
export async function hostFacts(
  transport: Transport,
  options: { readonly signal?: AbortSignal } = {},
): Promise<HostFacts> {
  const result = await transport.run(["sh", "-c", SCRIPTS["host_facts.sh"]], { timeoutMs: 60_000, ...options });
  return readHostFacts(result, transport.name);
}

/** Reads what `host_facts.sh` printed; throws as {@link hostFacts}. */
export function readHostFacts(result: ExecResult, host: string): HostFacts {
  if (result.kind === "lost") throw lostHost(host, result.stderr);
  const facts = result.stdout.split("\n").map((line) => line.split("\t"));
  const of = (name: string) => facts.find(([key]) => key === name)?.[1];
  const missing = facts.flatMap(([key, value]) => key === "missing" && value !== undefined ? [value] : []);
  const bad = (message: string, hint: string) => new UserError(message, { hint, outcome: "infra" });
  if (missing.includes("docker")) {
    throw bad(`Docker is not installed on ${host}`, DOCKER_INSTALL);
  }
  if (missing.length > 0) {
    throw bad(`These programs are missing on ${host}: ${missing.join(", ")}`, installHint(missing));
  }
  const engine = of("engine"), compose = of("compose");
  if (engine === undefined) {
    throw bad(
      `Docker does not answer on ${host}: ${of("engine_error") ?? result.stderr.trim()}`,
      engineHint(of("engine_error")),
    );
  }
  if (compose === undefined || !atLeast(compose, OLDEST_COMPOSE)) {
    const found = compose ?? of("compose_error") ?? "nothing";
    throw bad(
      `Docker Compose 2.22 or newer is wanted on ${host}, found ${found}`,
      COMPOSE_INSTALL,
    );
  }
  return { engine, compose };
}

/** What to type where the Docker Engine does not answer, by what `docker` said. */
export function engineHint(error = ""): string {
  if (/permission denied/i.test(error)) return 'sudo usermod -aG docker "$USER", then log in again';
  if (/no answer/.test(error)) return "sudo systemctl restart docker";
  return "sudo systemctl start docker";
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

/** What installs programs that are missing on a host. Source: Debian's packages. */
export function installHint(programs: readonly string[]): string {
  return `sudo apt-get install ${[...new Set(programs.map((program) => PACKAGES[program] ?? program))].join(" ")}`;
}
