import { askHost } from "../doctor/ask_host.ts";
import { findingLines } from "../doctor/finding_lines.ts";
import type { Transport } from "../host/transport.ts";
import type { Result } from "../result/result.ts";
import type { Context } from "../cli/context.ts";

/** Whoever waits for a verdict is not to wait long for this. */
const LIMIT_MS = 5_000;

/**
 * What the doctor finds on the host of a run that ended as `infra`, for the end of its verdict: the failures that the verdict
 * does not tell by itself. Empty for a host that was lost, of which the reason tells what ssh said.
 */
export async function askAfterInfra(
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
