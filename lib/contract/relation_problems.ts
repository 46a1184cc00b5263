import { describeValue } from "./describe_value.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { CHECK_TARGETS } from "./health_check_schema.ts";
import { parseCheckUrl } from "./parse_check_url.ts";
import { isMapping, type Mapping } from "./values.ts";
import type { ValueProblem } from "./value_problems.ts";

/**
 * Returns the problems between the values of a contract, such as a timeout above the limit of the run. `data` may be
 * anything: values of the wrong kind are skipped here, because `valueProblems` reports them.
 */
export function relationProblems(data: unknown): readonly ValueProblem[] {
  if (!isMapping(data)) return [];
  const checks = Array.isArray(data.health_checks) ? data.health_checks : [];
  return [
    ...timeoutProblems(data),
    ...checks.flatMap((check: unknown, index) => checkProblems(check, ["health_checks", index])),
    ...repeatedNames(checks),
    ...["compose_file", "allow", "secrets", "profiles"].flatMap((key) => repeatedValues(data[key], key)),
    ...secretsInEnv(data),
  ];
}

type Path = readonly PropertyKey[];

function timeoutProblems(data: Mapping): readonly ValueProblem[] {
  const timeoutMs = parseDuration(data.timeout ?? 300);
  const runTimeoutMs = parseDuration(data.run_timeout ?? "60m");
  if (timeoutMs === undefined || runTimeoutMs === undefined || timeoutMs <= runTimeoutMs) return [];
  const run = formatDuration(runTimeoutMs);
  return [{
    place: { path: [data.timeout === undefined ? "run_timeout" : "timeout"] },
    message: `expected timeout to be at most run_timeout (${run}), found ${formatDuration(timeoutMs)}`,
    hint: `set run_timeout to more than ${formatDuration(timeoutMs)}: it also covers building and starting the stack`,
  }];
}

function checkProblems(check: unknown, path: Path): readonly ValueProblem[] {
  if (!isMapping(check)) return [];
  const [first, second] = CHECK_TARGETS.filter((key) => check[key] !== undefined), either = CHECK_TARGETS.join(" or ");
  if (first === undefined) return [{ place: { path }, message: `missing: expected ${either}` }];
  if (second !== undefined) return [{ place: { path, key: second }, message: `expected ${either}, found both` }];
  const target = check[first];
  if (first === "url" && (typeof target !== "string" || isHttp(target))) return [];
  return ["status", "body"].filter((key) => check[key] !== undefined).map((key) => ({
    place: { path, key },
    message: `expected only with an http url, found with ${describeValue(target)}`,
  }));
}

/** Whether a URL is one of http, or an invalid one. */
const isHttp = (url: string) => (parseCheckUrl(url)?.kind ?? "http") === "http";

function repeatedNames(checks: readonly unknown[]): readonly ValueProblem[] {
  const names = checks.map((check) => isMapping(check) ? check.name : undefined);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (typeof name !== "string" || first === index) return [];
    const message = `expected a unique name, found ${describeValue(name)}, which health_checks[${first}] has too`;
    return [{ place: { path: ["health_checks", index, "name"] }, message }];
  });
}

function repeatedValues(values: unknown, key: string): readonly ValueProblem[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((value: unknown, index) =>
    typeof value === "string" && values.indexOf(value) !== index
      ? [{ place: { path: [key, index] }, message: `expected each one once, found ${describeValue(value)} again` }]
      : []
  );
}

function secretsInEnv({ secrets, env }: Mapping): readonly ValueProblem[] {
  if (!Array.isArray(secrets) || !isMapping(env)) return [];
  return secrets.flatMap((secret: unknown, index) =>
    typeof secret === "string" && Object.hasOwn(env, secret)
      ? [{
        place: { path: ["secrets", index] },
        message: `expected a name that is not also in env, found ${describeValue(secret)}`,
        hint: `remove ${secret} from env: the values of secrets come from the environment that e2e is started in`,
      }]
      : []
  );
}
