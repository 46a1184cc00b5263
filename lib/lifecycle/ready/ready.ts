import type { HealthCheck } from "../../contract/contract.ts";
import { LineSplitter } from "../../files/line_splitter.ts";
import { tabRows } from "../../files/tab_rows.ts";
import { runScript } from "../../sandbox/sandbox.ts";
import type { CheckStatus } from "../../result/event.ts";
import { whyNotUp } from "../failing_services.ts";
import { type Failure, failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { CheckResult } from "../../result/result.ts";
import { hostFailure, lookHint, type RunContext } from "../run_context.ts";
import type { Stack } from "../up/up.ts";

/** What `ready.sh` answers besides 0: the stack is not healthy; the engine or the containers are gone. */
const NOT_HEALTHY = 3, ENGINE_SILENT = 4;

/** Asks all checks side by side, from the host, until every one is answered as it should, or one can no longer be. */
export async function ready(
  run: RunContext,
  stack: Stack,
  onChecks: (checks: readonly CheckResult[]) => void,
): Promise<PhaseEnd<Stack>> {
  const { sandbox } = stack;
  const results = new Map(stack.checks.map((check) => [check.name, notAsked(check)]));
  const ended: Ended[] = [];
  const lines = lineReader((line) => ended.push(...heard(run, results, line)));
  const result = await runScript(sandbox, "ready.sh", [sandbox.dir, sandbox.project], {
    stdin: stack.checks.map(checkLine).join(""),
    signal: run.signal,
    timeoutMs: Math.max(1, run.deadlineMs - run.now() + 5_000),
    onStdout: lines,
  });
  onChecks([...results.values()]);
  if (result.code === 0 && result.kind === "exited") return passed(stack);
  if (result.code === NOT_HEALTHY && result.kind === "exited") {
    return await notHealthy(run, stack, { results: [...results.values()], ended });
  }
  if (result.code === ENGINE_SILENT) {
    return failure("infra", `The Docker Engine of ${run.transport.name} was restarted, or does not answer`, {
      hint: "docker info",
    });
  }
  return hostFailure(run, result, "Asking the health checks");
}

/** What a check asks, as people read it. */
export function checkTarget(check: HealthCheck): string {
  switch (check.kind) {
    case "http":
      return check.url;
    case "tcp":
      return `${check.host.includes(":") ? `[${check.host}]` : check.host}:${check.port}`;
    case "service":
      return check.service;
    default:
      return check satisfies never;
  }
}

function checkLine(check: HealthCheck): string {
  const status = check.kind === "http" ? check.status ?? "-" : "-";
  const body = check.kind === "http" ? check.body ?? "-" : "-";
  return `${
    [check.name, check.kind, checkTarget(check), Math.ceil(check.timeoutMs / 1000), status, body].join("\t")
  }\n`;
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

/** A service that ended although nothing had asked it to. */
interface Ended {
  readonly service: string;
  /** `code 1`. */
  readonly how: string;
}

/**
 * Takes one line of `ready.sh`: NAME, word, last answer, attempts, milliseconds. `exited` and `restarted` name a service, not
 * a check; one that ended is given.
 */
function heard(run: RunContext, results: Map<string, CheckResult>, line: string): readonly Ended[] {
  const [name = "", word = "", answer = "", attempts = "0", ms = "0"] = tabRows(line)[0] ?? [];
  if (word === "restarted") {
    run.recorder.notice("warning", `Service "${name}" does not stay up: it was started again ${answer}`);
    return [];
  }
  run.recorder.check({ name, status: word as CheckStatus, answer, attempts: Number(attempts), ms: Number(ms) });
  if (word === "exited") return [{ service: name, how: answer }];
  const known = results.get(name);
  if (known !== undefined) {
    results.set(name, { ...known, ok: word === "ok", attempts: Number(attempts), last_answer: answer, ms: Number(ms) });
  }
  return [];
}

function lineReader(onLine: (line: string) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder(), lines = new LineSplitter();
  return (chunk) => lines.push(decoder.decode(chunk, { stream: true })).forEach(onLine);
}

async function notHealthy(
  run: RunContext,
  stack: Stack,
  { results, ended }: { readonly results: readonly CheckResult[]; readonly ended: readonly Ended[] },
): Promise<Failure> {
  const pending = results.filter((each) => !each.ok);
  const first = pending.find((each) => each.ms >= timeoutOf(stack, each.name)) ?? pending[0];
  const suspects = stack.checks.flatMap((check) => suspect(stack, check, pending));
  const detail = [...pending.map(describeCheck), ...await whyNotUp(stack.sandbox, suspects)];
  return failure("unhealthy", headline(ended[0], first), {
    detail,
    hint: lookHint(run),
  });
}

/** The service that ended is the cause, the check that is not answered what follows from it. */
function headline(dead: Ended | undefined, check: CheckResult | undefined): string {
  if (dead !== undefined) return `Service "${dead.service}" ended with ${dead.how} before the stack was healthy`;
  if (check === undefined) return "The stack did not get healthy";
  return `The stack did not get healthy: check "${check.name}" (${check.target}) last answered "${check.last_answer}"`;
}

const timeoutOf = (stack: Stack, name: string) => stack.checks.find((check) => check.name === name)?.timeoutMs ?? 0;

const describeCheck = (check: CheckResult) =>
  `check ${check.name}: asked ${check.attempts} ${check.attempts === 1 ? "time" : "times"} in ${
    (check.ms / 1000).toFixed(1)
  } s, last answer: ${check.last_answer}`;

/** The service behind a check that is not answered: the one named, or the one whose published port is asked. */
function suspect(stack: Stack, check: HealthCheck, pending: readonly CheckResult[]): readonly string[] {
  if (!pending.some((each) => each.name === check.name)) return [];
  if (check.kind === "service") return [check.service];
  const port = check.kind === "tcp" ? check.port : Number(new URL(check.url).port || 80);
  return stack.containers.filter(({ ports }) => ports.some(({ reach }) => reach.endsWith(`:${port}`))).map((
    { service },
  ) => service);
}
