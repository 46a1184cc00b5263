import { askHost } from "../doctor/ask_host.ts";
import { findingLines } from "../doctor/finding_lines.ts";
import type { Transport } from "../host/transport.ts";
import type { Result } from "../result/result.ts";
import type { Context } from "../cli/context.ts";

/** A short time, because the verdict is printed after it. */
const LIMIT_MS = 5_000;

/**
 * Returns the doctor's failures on the host of a run that ended as `infra`, as text for the end of the verdict. Leaves out
 * the failure that the verdict already shows, and that of the connection: the reason contains the message of ssh.
 */
export async function infraFindings(
  { outcome, reason }: Result,
  transport: Transport,
  { now, signal }: Context,
): Promise<string> {
  if (outcome !== "infra" || signal.aborted) return "";
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const findings = await askHost(transport, { now, timeoutMs: LIMIT_MS, signal: limit });
  return findings
    .filter(({ name, grade, mend }) => grade === "failure" && name !== "connection" && mend !== reason?.hint)
    .map(findingLines).join("");
}
