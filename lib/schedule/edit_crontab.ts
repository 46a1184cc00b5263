import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import swap from "./scripts/crontab_swap.sh" with { type: "text" };
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { CRONTAB_READ, readCronHost, succeeded } from "./cron_host.ts";

/** How often an edit is tried again when somebody else was faster. */
const TRIES = 10;
/** What `crontab_swap.sh` answers then. */
const CHANGED = 3;

/**
 * Changes a user's crontab on a host, whole or not at all; gives whether there was something to change. What others change
 * meanwhile is not lost: `edit`, which is given a character for each byte, is then asked again. Throws a UserError (`infra`).
 */
export async function editCrontab(transport: Transport, edit: (crontab: string) => string): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { crontab } = await readCronHost(transport);
    const edited = edit(crontab ?? "");
    if (edited === (crontab ?? "")) return false;
    const old = crontab === undefined ? "none" : createHash("sha256").update(crontab, "latin1").digest("hex");
    const stdin = Buffer.from(edited, "latin1");
    const result = await transport.run(["sh", "-c", swap, "crontab_swap.sh", old, `${stdin.length}`, CRONTAB_READ], {
      stdin,
      timeoutMs: 120_000,
    });
    if (result.kind === "exited" && result.code === CHANGED) continue;
    succeeded(transport, result, "Installing the crontab");
    return true;
  }
  throw new UserError(`The crontab on ${transport.name} changes faster than it can be edited`, { outcome: "infra" });
}

/** Text as {@link editCrontab} wants it: a character for each byte of its UTF-8. */
export function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}
