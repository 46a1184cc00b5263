import { checkAddress, type HealthCheck } from "../../contract/health_check.ts";
import { type Failure, failure } from "../../result/phase.ts";
import type { CheckResult } from "../../result/result.ts";
import { count } from "../../result/words.ts";
import { whyNotUp } from "../failing_services.ts";
import { lookHint, type RunContext } from "../run_context.ts";
import type { Stack } from "../up/up.ts";
import { gaveUpWords, type Restarts, restartWords } from "./ready_line.ts";

/** A service that ended before the stack was healthy. */
export interface Ended {
  readonly service: string;
  /** Such as `code 1`. */
  readonly how: string;
}

/** Returns the failure of a stack that did not become healthy. */
export async function notHealthy(
  run: RunContext,
  stack: Stack,
  { results, ended, loops }: {
    readonly results: readonly CheckResult[];
    readonly ended: readonly Ended[];
    /** The services that were restarted and did not stay up. */
    readonly loops: readonly Restarts[];
  },
): Promise<Failure> {
  const pending = results.filter((each) => !each.ok);
  const late = pending.find((each) => each.ms >= timeoutOf(stack, each.name)), first = late ?? pending[0];
  const early = late === undefined && ended.length === 0 && loops.length > 0
    ? [gaveUpWords(Math.max(0, ...results.map(({ ms }) => ms)))]
    : [];
  const suspects = stack.checks.filter(({ name }) => pending.some((each) => each.name === name))
    .flatMap((check) => servicesBehind(stack, check));
  const detail = [...early, ...pending.map(describeCheck), ...await whyNotUp(stack.sandbox, suspects)];
  return failure("unhealthy", headline(ended[0], loops, first), { detail, hint: lookHint(run) });
}

/** A service that ended is the cause; a check without an answer is only its consequence. */
function headline(ended: Ended | undefined, loops: readonly Restarts[], check: CheckResult | undefined): string {
  if (ended !== undefined) return `Service "${ended.service}" ended with ${ended.how} before the stack was healthy`;
  const causes = [
    ...loops.map((each) => `service "${each.service}" keeps ending with ${restartWords(each)}`),
    ...(check === undefined ? [] : [`check "${check.name}" (${check.target}) last answered "${check.last_answer}"`]),
  ];
  return `The stack did not become healthy${causes.length === 0 ? "" : `: ${causes.join("; ")}`}`;
}

const timeoutOf = (stack: Stack, name: string) => stack.checks.find((check) => check.name === name)?.timeoutMs ?? 0;

const describeCheck = ({ name, attempts, ms, last_answer }: CheckResult) =>
  `check ${name}: ${count(attempts, "attempt", "attempts")} in ${
    (ms / 1000).toFixed(1)
  } s, last answer: ${last_answer}`;

/** Returns the service that a check names, or the services that publish the port that it asks. */
function servicesBehind(stack: Stack, check: HealthCheck): readonly string[] {
  if (check.kind === "service") return [check.service];
  if (check.at?.service !== undefined) return [check.at.service];
  const port = checkAddress(check)?.port;
  return stack.containers.filter(({ ports }) => ports.some(({ reach }) => reach.endsWith(`:${port}`)))
    .map(({ service }) => service);
}
