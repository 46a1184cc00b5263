import { LineSplitter } from "../../files/line_splitter.ts";
import {
  addressText,
  checkAddress,
  checkTarget,
  describeTarget,
  type HealthCheck,
} from "../../contract/health_check.ts";
import type { CheckAnswer } from "../../result/event.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { CheckResult } from "../../result/result.ts";
import { onHost } from "../../host/on_host.ts";
import { runScript } from "../../sandbox/sandbox.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import type { Stack } from "../up/up.ts";
import { type Ended, notHealthy } from "./not_healthy.ts";
import { readRestarts, readyLine, type Restarts, restartWords } from "./ready_line.ts";

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
  const found: Found = { results, ended: [], restarted: new Map(), warned: new Set(), loops: new Set() };
  const decoder = new TextDecoder(), lines = new LineSplitter();
  const result = await runScript(sandbox, "ready.sh", [sandbox.dir, sandbox.project], {
    stdin: checks.map(checkLine).join(""),
    signal: run.signal,
    timeoutMs: Math.max(1, run.deadlineMs - run.now() + 5_000),
    onStdout: (chunk) => {
      lines.push(decoder.decode(chunk, { stream: true })).forEach((line) => takeLine(run, found, line));
    },
  });
  onChecks([...results.values()]);
  const code = result.kind === "exited" ? result.code : undefined;
  if (code === 0) return passed(stack);
  if (code === NOT_HEALTHY) {
    const { ended, restarted } = found, loops = [...found.loops].flatMap((service) => restarted.get(service) ?? []);
    return await notHealthy(run, stack, { results: [...results.values()], ended, loops });
  }
  if (result.code === ENGINE_SILENT) {
    return failure("infra", `The Docker Engine of ${run.transport.name} was restarted, or does not answer`, {
      hint: onHost(run.transport.name, "docker info"),
    });
  }
  return hostFailure(run, result, "Running the health checks");
}

/** What `ready.sh` has reported. */
interface Found {
  readonly results: Map<string, CheckResult>;
  readonly ended: Ended[];
  /** The last restart of each service. */
  readonly restarted: Map<string, Restarts>;
  /** The services that a warning has named. */
  readonly warned: Set<string>;
  /** The services that were restarted and did not stay up. */
  readonly loops: Set<string>;
}

/** Returns a check as `ready.sh` reads it. */
function checkLine(check: HealthCheck): string {
  const { status = "-", body = "-" } = check.kind === "http" ? check : {};
  const service = (check.kind === "service" ? check.service : check.at?.service) ?? "-";
  const fields = [checkTarget(check), Math.ceil(check.timeoutMs / 1000), placeText(check), service, status, body];
  return `${[check.name, check.kind, ...fields].join("\t")}\n`;
}

function placeText(check: HealthCheck): string {
  const at = check.kind === "service" ? undefined : check.at;
  if (at === undefined) return "-";
  return at.ifLoopback ? `${checkAddress(check)?.host}?${addressText(at)}` : addressText(at);
}

const notAsked = (check: HealthCheck): CheckResult => ({
  name: check.name,
  kind: check.kind,
  target: describeTarget(check),
  ok: false,
  attempts: 0,
  last_answer: "not asked",
  ms: 0,
});

/** With fewer restarts there is no warning: a service may end a few times until another one is ready. */
const MANY_RESTARTS = 3;

/** Reports a line of `ready.sh`, and records what it says. */
function takeLine(run: RunContext, found: Found, line: string): void {
  const event = readyLine(line);
  if (event === undefined) return;
  const { name, status, answer, attempts, ms } = event;
  if (status === "loops") {
    found.loops.add(name);
  } else if (status === "restarted") {
    takeRestart(run, found, { ...event, status });
  } else {
    run.recorder.check({ name, status, answer, attempts, ms });
    if (status === "exited") found.ended.push({ service: name, how: answer });
    const known = found.results.get(name);
    if (known === undefined || status === "exited") return;
    found.results.set(name, { ...known, ok: status === "ok", attempts, last_answer: answer, ms });
  }
}

function takeRestart(run: RunContext, { restarted, warned }: Found, event: CheckAnswer): void {
  const { name } = event, restarts = readRestarts(name, event.answer), answer = restartWords(restarts);
  restarted.set(name, restarts);
  run.recorder.check({ ...event, answer });
  // Code 0 may be the habit of a worker that is started again after each message.
  if (restarts.restarts < MANY_RESTARTS || restarts.code === "0" || warned.has(name)) return;
  warned.add(name);
  run.recorder.notice("warning", `Service "${name}" does not stay up: it ended with ${answer}`);
}
