import { tabValues } from "../files/tab_rows.ts";
import { onHost } from "../host/on_host.ts";
import { sshTrouble } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { doctorArgv } from "./doctor_argv.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { hostFindings } from "./host_findings.ts";

/**
 * Checks a host in one round trip. `program` is looked up in its login environment, and `images` on its Docker Engine. Without a
 * program the login shell, which may be slow, is asked only with `login`.
 */
export async function askHost(
  transport: Transport,
  options: {
    readonly program?: string | undefined;
    readonly images?: readonly string[];
    readonly login?: boolean;
    readonly now: () => number;
    readonly timeoutMs?: number;
    readonly signal?: AbortSignal;
  },
): Promise<readonly Finding[]> {
  const { program, images = [], login = false, now, timeoutMs = 40_000, signal } = options, { name: host } = transport;
  const beforeMs = now();
  const result = await transport.run(doctorArgv(program ?? (login ? "sh" : ""), images), {
    timeoutMs,
    ...(signal && { signal }),
  });
  const { ok, failure } = findingsAt("host");
  if (result.kind === "lost") {
    const { message, hint } = sshTrouble(host, result.stderr);
    return [failure("connection", { found: message, mend: hint })];
  }
  const answers = tabValues(result.stdout), hostMs = Number(answers.get("time")?.[0]) * 1000;
  if (result.code !== 0 || Number.isNaN(hostMs)) {
    const found = result.stderr.trim().split("\n").at(-1) || `no answer within ${timeoutMs / 1000} s`;
    return [failure("connection", { found, mend: onHost(host, "true") })];
  }
  const clockOffMs = outside(hostMs, { fromMs: beforeMs, toMs: now() });
  const found = host === "local" ? "this machine" : `${host} answers`;
  return [ok("connection", found), ...hostFindings(answers, { host, clockOffMs, program, images })];
}

/** Returns how far a time is outside of a time span; 0 inside of it. */
function outside(ms: number, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): number {
  return ms < fromMs ? ms - fromMs : ms > toMs ? ms - toMs : 0;
}
