import { LineSplitter } from "../../files/line_splitter.ts";
import { checkTarget, type HealthCheck } from "../../contract/health_check.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { CheckResult } from "../../result/result.ts";
import { onHost } from "../../host/on_host.ts";
import { runScript } from "../../sandbox/sandbox.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Stack } from "../up/up.ts";
import { type Ended, notHealthy } from "./not_healthy.ts";
import { readyLine } from "./ready_line.ts";

/** Exit codes of `ready.sh`. */
const NOT_HEALTHY = 3, ENGINE_SILENT = 4;

/** Runs all health checks side by side, on the host, until all of them pass, or one of them cannot pass any more. */
export async function ready(
  run: RunContext,
  stack: Stack,
  onChecks: (checks: readonly CheckResult[]) => void,
): Promise<PhaseEnd<Stack>> {
  const { sandbox, checks } = stack;
  const results = new Map(checks.map((check) => [check.name, notAsked(check)]));
  const ended: Ended[] = [], decoder = new TextDecoder(), lines = new LineSplitter();
  const result = await runScript(sandbox, "ready.sh", [sandbox.dir, sandbox.project], {
    stdin: checks.map(checkLine).join(""),
    signal: run.signal,
    timeoutMs: Math.max(1, run.deadlineMs - run.now() + 5_000),
    onStdout: (chunk) => {
      const whole = lines.push(decoder.decode(chunk, { stream: true }));
      whole.forEach((line) => ended.push(...takeLine(run, results, line)));
    },
  });
  onChecks([...results.values()]);
  const code = result.kind === "exited" ? result.code : undefined;
  if (code === 0) return passed(stack);
  if (code === NOT_HEALTHY) return await notHealthy(run, stack, { results: [...results.values()], ended });
  if (result.code === ENGINE_SILENT) {
    return failure("infra", `The Docker Engine of ${run.transport.name} was restarted, or does not answer`, {
      hint: onHost(run.transport.name, "docker info"),
    });
  }
  return hostFailure(run, result, "Running the health checks");
}

/** Returns a check as `ready.sh` reads it. */
function checkLine(check: HealthCheck): string {
  const { status = "-", body = "-" } = check.kind === "http" ? check : {};
  const timeoutS = Math.ceil(check.timeoutMs / 1000);
  return `${[check.name, check.kind, checkTarget(check), timeoutS, status, body].join("\t")}\n`;
}

const notAsked = (check: HealthCheck): CheckResult => ({
  name: check.name,
  kind: check.kind,
  target: checkTarget(check),
  ok: false,
  attempts: 0,
  last_answer: "not asked",
  ms: 0,
});

/** Reports a line of `ready.sh` and records the check's result; returns the service that ended, if the line is about one. */
function takeLine(run: RunContext, results: Map<string, CheckResult>, line: string): readonly Ended[] {
  const event = readyLine(line);
  if (event === undefined) return [];
  const { name, status, answer, attempts, ms } = event;
  if (status === "restarted") {
    run.recorder.notice("warning", `Service "${name}" does not stay up: it was restarted ${answer}`);
    return [];
  }
  run.recorder.check({ name, status, answer, attempts, ms });
  if (status === "exited") return [{ service: name, how: answer }];
  const known = results.get(name);
  if (known !== undefined) results.set(name, { ...known, ok: status === "ok", attempts, last_answer: answer, ms });
  return [];
}
