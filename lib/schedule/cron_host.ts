import { Buffer } from "node:buffer";
import facts from "./scripts/cron_facts.sh" with { type: "text" };
import read from "./scripts/crontab_read.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { ExecResult } from "../host/exec.ts";
import type { Transport } from "../host/transport.ts";

/** What a host has of what a schedule needs. */
export interface CronHost {
  /** As uname(1) calls it. */
  readonly arch: string;
  readonly home: string;
  readonly user: string;
  /** The time zone that cron goes by, IANA name. */
  readonly zone: string;
  readonly cronRuns: boolean;
  /** The binary's; undefined where there is none. */
  readonly sha256: string | undefined;
  /** The user's crontab, a character for each byte; undefined where there is none. */
  readonly crontab: string | undefined;
  /** The checkout, absolute and physical; undefined where it is not there. */
  readonly dir: string | undefined;
  /** The text of its contract. */
  readonly contract: Uint8Array | undefined;
  /** Of each schedule the result of its last run, undefined where there is none yet. */
  readonly last: ReadonlyMap<string, unknown>;
}

/** The text of the script that reads a crontab, for those that need it. */
export const CRONTAB_READ = read;

/** Asks a host. `dir` is a checkout, from the home directory on. Throws a UserError (`infra`) when it has no crontab for this user. */
export async function readCronHost(transport: Transport, dir = ""): Promise<CronHost> {
  const result = await transport.run(["sh", "-c", facts, "cron_facts.sh", dir, CRONTAB_READ], { timeoutMs: 60_000 });
  succeeded(transport, result, "Asking for the crontab");
  const rows = result.stdout.split("\n").map((line) => line.split("\t"));
  const of = (name: string) => rows.find(([key]) => key === name)?.[1];
  const bytes = (name: string) => of(name) === undefined ? undefined : Buffer.from(of(name) ?? "", "base64");
  const error = bytes("crontab_error")?.toString();
  if (error !== undefined) throw noCrontab(transport.name, error);
  const last = rows.filter(([key]) => key === "last").map(([, id = "", text = ""]) => [id, json(text)] as const);
  return {
    arch: of("arch") ?? "",
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

/** Throws a UserError (`infra`) for a command that did not succeed on a host. */
export function succeeded(transport: Transport, result: ExecResult, what: string): void {
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.kind === "exited" && result.code === 0) return;
  const why = result.stderr.trim() || (result.kind === "exited" ? `exit code ${result.code}` : result.kind);
  throw new UserError(`${what} failed on ${transport.name}: ${why}`, { outcome: "infra" });
}

function noCrontab(host: string, error: string): UserError {
  const isMissing = /not found/.test(error);
  return new UserError(
    isMissing ? `There is no cron on ${host}` : `The crontab of this user cannot be read on ${host}: ${error.trim()}`,
    {
      hint: isMissing ? "sudo apt-get install cron" : "/etc/cron.allow and /etc/cron.deny say who may have one",
      outcome: "infra",
    },
  );
}

function json(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64").toString());
  } catch {
    return undefined;
  }
}
