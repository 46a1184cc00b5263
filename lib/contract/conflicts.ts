import { checkTarget } from "./check_target.ts";
import type { Complaint } from "./complaint.ts";
import { formatDuration, parseDuration } from "./duration.ts";
import { describeValue } from "./describe_value.ts";

/** Gives what is wrong between the values of a contract, for data of any form: what is no value of its kind is passed over. */
export function conflicts(data: unknown): readonly Complaint[] {
  if (!isMapping(data)) return [];
  const checks = Array.isArray(data.health_checks) ? data.health_checks : [];
  return [
    ...limits(data),
    ...checks.flatMap((check: unknown, index) => checkConflicts(check, ["health_checks", index])),
    ...repeatedNames(checks),
    ...["compose_file", "allow", "secrets", "profiles"].flatMap((key) => repeated(data[key], key)),
    ...secretsInEnv(data),
  ];
}

type Mapping = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function limits(data: Mapping): readonly Complaint[] {
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

function checkConflicts(check: unknown, path: Path): readonly Complaint[] {
  if (!isMapping(check)) return [];
  const { url, service } = check;
  if (url === undefined && service === undefined) {
    return [{ place: { path }, message: "missing: expected url or service" }];
  }
  if (url !== undefined && service !== undefined) {
    return [{ place: { path, key: "service" }, message: "expected url or service, found both" }];
  }
  if (typeof url === "string" && checkTarget(url)?.kind !== "tcp") return [];
  return ["status", "body"].filter((key) =>
    check[key] !== undefined && (service !== undefined || typeof url === "string")
  )
    .map((key) => ({
      place: { path, key },
      message: `expected only with an http url, found with ${describeValue(service ?? url)}`,
    }));
}

function repeatedNames(checks: readonly unknown[]): readonly Complaint[] {
  const names = checks.map((check) => isMapping(check) ? check.name : undefined);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (typeof name !== "string" || first === index) return [];
    const message = `expected a name of its own, found ${describeValue(name)}, which health_checks[${first}] has`;
    return [{ place: { path: ["health_checks", index, "name"] }, message }];
  });
}

function repeated(values: unknown, key: string): readonly Complaint[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((value: unknown, index) =>
    typeof value === "string" && values.indexOf(value) !== index
      ? [{ place: { path: [key, index] }, message: `expected each one once, found ${describeValue(value)} again` }]
      : []
  );
}

function secretsInEnv({ secrets, env }: Mapping): readonly Complaint[] {
  if (!Array.isArray(secrets) || !isMapping(env)) return [];
  return secrets.flatMap((secret: unknown, index) =>
    typeof secret === "string" && Object.hasOwn(env, secret)
      ? [{
        place: { path: ["secrets", index] },
        message: `expected a name that is not also in env, found ${describeValue(secret)}`,
        hint: `take ${secret} out of env: the values of secrets come from where the tool runs`,
      }]
      : []
  );
}
