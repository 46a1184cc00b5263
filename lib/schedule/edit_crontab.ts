import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { readCronHost, succeeded } from "./cron_host.ts";
import { crontabSwapArgv } from "./crontab_argv.ts";

/** The number of attempts when other edits come between. */
const TRIES = 10;
/** The exit code of `crontab_swap.sh` when another edit came between. */
const CHANGED = 3;

/**
 * Changes a user's crontab on a host atomically, and returns whether it changed. `edit` gets one character for each byte; it is
 * called again when the crontab was changed meanwhile, so that no other edit is lost. Throws a UserError (`infra`).
 */
export async function editCrontab(transport: Transport, edit: (crontab: string) => string): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { crontab } = await readCronHost(transport);
    const edited = edit(crontab ?? "");
    if (edited === (crontab ?? "")) return false;
    const old = crontab === undefined ? "none" : createHash("sha256").update(crontab, "latin1").digest("hex");
    const stdin = Buffer.from(edited, "latin1");
    const result = await transport.run(crontabSwapArgv(old, stdin.length), {
      stdin,
      timeoutMs: 120_000,
    });
    if (result.kind === "exited" && result.code === CHANGED) continue;
    succeeded(transport, result, "Installing the crontab");
    return true;
  }
  throw new UserError(`Cannot edit the crontab on ${transport.name}: it was changed ${TRIES} times meanwhile`, {
    outcome: "infra",
  });
}

/** Converts text for {@link editCrontab}: one character for each byte of its UTF-8. */
export function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
