import { Buffer } from "node:buffer";
import { UserError } from "../errors.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import { parseJson } from "../files/parse_json.ts";
import { tabRows, tabValues } from "../files/tab_rows.ts";
import type { ExecResult } from "../host/exec.ts";
import type { Transport } from "../host/transport.ts";
import { cronFactsArgv } from "./crontab_argv.ts";

/** The facts about a host that scheduling needs. */
export interface CronHost {
  /** The output of `uname -m`. */
  readonly arch: string;
  /** The host's own name, as in the results of its native runs. */
  readonly name: string;
  /** The host's clock, milliseconds since 1970. */
  readonly nowMs: number;
  readonly home: string;
  readonly user: string;
  /** The time zone that cron uses, IANA name. */
  readonly zone: string;
  readonly cronRuns: boolean;
  /** The SHA-256 of the installed `e2e-host`; undefined when there is none. */
  readonly sha256: string | undefined;
  /** The user's crontab, one character for each byte; undefined when there is none. */
  readonly crontab: string | undefined;
  /** The checkout, an absolute path without links; undefined when it is missing. */
  readonly dir: string | undefined;
  /** The contract in the checkout. */
  readonly contract: Uint8Array | undefined;
  /** The result of the last run of each schedule; undefined before the first result. */
  readonly last: ReadonlyMap<string, unknown>;
}

/**
 * Reads the facts about a host that scheduling needs. `dir` is a checkout, relative to the home directory. Throws a UserError
 * (`infra`) when this user can have no crontab.
 */
export async function readCronHost(transport: Transport, dir = ""): Promise<CronHost> {
  const result = await transport.run(cronFactsArgv(dir), { timeoutMs: 60_000 });
  succeeded(transport, result, "Reading the crontab");
  const values = tabValues(result.stdout), of = (name: string) => values.get(name)?.[0];
  const bytes = (name: string) => values.get(name)?.slice(0, 1).map(decoded)[0];
  const error = bytes("crontab_error")?.toString();
  if (error !== undefined) throw noCrontab(transport.name, error);
  const last = tabRows((values.get("last") ?? []).join("\n"))
    .map(([id = "", text = ""]) => [id, parseJson(decoded(text).toString())] as const);
  return {
    arch: of("arch") ?? "",
    name: of("name") ?? "",
    nowMs: Number(of("now")) * 1000,
    home: of("home") ?? "",
    user: of("user") ?? "",
    zone: of("zone") || "UTC",
    cronRuns: of("cron") === "running",
    sha256: of("sha256"),
    crontab: bytes("crontab")?.toString("latin1"),
    dir: bytes("dir")?.toString().replace(/\n$/, ""),
    contract: bytes("contract"),
    last: new Map(last),
  };
}

const decoded = (base64: string) => Buffer.from(base64, "base64");

/** Throws a UserError (`infra`) when a command failed on a host. */
export function succeeded(transport: Transport, result: ExecResult, what: string): void {
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.kind === "exited" && result.code === 0) return;
  const why = result.stderr.trim() || (result.kind === "exited" ? `exit code ${result.code}` : result.kind);
  throw new UserError(`${what} failed on ${transport.name}: ${why}`, { outcome: "infra" });
}

function noCrontab(host: string, error: string): UserError {
  const isMissing = /not found/.test(error);
  return new UserError(
    isMissing ? `cron is not installed on ${host}` : `Cannot read the crontab of this user on ${host}: ${error.trim()}`,
    {
      hint: isMissing
        ? `${host === "local" ? "" : `on ${host}: `}sudo apt-get install cron`
        : "see /etc/cron.allow and /etc/cron.deny on the host",
      outcome: "infra",
    },
  );
}
