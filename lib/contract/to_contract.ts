import type { Contract } from "./contract.ts";
import type { ContractInput } from "./contract_schema.ts";
import { parseDuration } from "./duration.ts";
import type { HealthCheck } from "./health_check.ts";
import { parseCheckUrl } from "./parse_check_url.ts";

/** Makes a contract from checked values. `sourceAt` returns the source text of a value, for numbers in `env`. */
export function toContract(
  input: ContractInput,
  { sourceAt }: { readonly sourceAt: (path: readonly PropertyKey[]) => string | undefined },
): Contract {
  return {
    version: input.version,
    name: input.name,
    composeFiles: [input.compose_file].flat(),
    healthChecks: toChecks(input.health_checks),
    testCommand: input.test_command,
    timeoutMs: milliseconds(input.timeout),
    cleanup: input.cleanup,
    ports: input.ports,
    allow: input.allow,
    env: Object.fromEntries(
      Object.entries(input.env).map(([name, value]) => [name, envText(value, sourceAt(["env", name]))]),
    ),
    secrets: input.secrets,
    artifacts: input.artifacts,
    testResults: input.test_results,
    sync: input.sync,
    upTimeoutMs: milliseconds(input.up_timeout),
    runTimeoutMs: milliseconds(input.run_timeout),
    stopGraceMs: milliseconds(input.stop_grace),
    profiles: input.profiles,
    keepForMs: milliseconds(input.keep_for),
    ...(input.schedule === undefined ? {} : { schedule: input.schedule.trim().replace(/\s+/g, " ") }),
    stateHub: toStateHub(input.state_hub),
  };
}

function milliseconds(duration: number | string): number {
  return parseDuration(duration) ?? 0;
}

function toStateHub({ workstream_id, task_id }: ContractInput["state_hub"]): Contract["stateHub"] {
  return {
    ...(workstream_id === undefined ? {} : { workstreamId: workstream_id }),
    ...(task_id === undefined ? {} : { taskId: task_id }),
  };
}

/** YAML reads a version such as 3.10 as the number 3.1, so the source text is used. */
function envText(value: string | number | boolean, source: string | undefined): string {
  return typeof value === "number" ? source ?? String(value) : String(value);
}

type CheckInput = ContractInput["health_checks"][number];

function toChecks(checks: readonly CheckInput[]): readonly HealthCheck[] {
  const taken = new Set(checks.flatMap(({ name }) => name ?? []));
  return checks.map((check) => {
    const name = check.name ?? freeName(check.service ?? check.url ?? "", taken);
    taken.add(name);
    return toCheck(check, name);
  });
}

function freeName(target: string, taken: ReadonlySet<string>): string {
  const plain = target.replace(/^[a-z]+:\/\//i, "").replace(/[^A-Za-z0-9_.]+/g, "-").replace(/^[^A-Za-z0-9]+|-+$/g, "");
  const base = plain.slice(0, 56) || "check";
  for (let count = 1;; count++) {
    const name = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(name)) return name;
  }
}

function toCheck({ url = "", service, timeout, status, body }: CheckInput, name: string): HealthCheck {
  const timeoutMs = milliseconds(timeout);
  if (service !== undefined) return { kind: "service", name, service, timeoutMs };
  const target = parseCheckUrl(url);
  if (target !== undefined && target.kind !== "http") return { ...target, name, timeoutMs };
  return { kind: "http", name, url, timeoutMs, status: statusPattern(status), ...(body === undefined ? {} : { body }) };
}

function statusPattern(status: CheckInput["status"]): string {
  if (status === undefined) return "[23]..";
  const patterns = [status].flat().map((one) => String(one).replace("xx", ".."));
  return patterns.length === 1 ? patterns.join() : `(${patterns.join("|")})`;
}
