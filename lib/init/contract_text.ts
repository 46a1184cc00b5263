import { Scalar, YAMLSeq } from "yaml";
import { type ContractEntry, fillContract, type OptionalKey } from "./fill_contract.ts";
import { healthChecks, type PlannedCheck } from "./health_checks.ts";
import { portsChoice } from "./ports_choice.ts";
import type { ComposeFacts } from "./repository_facts.ts";
import type { TestTool } from "./test_tool.ts";

interface ContractFacts {
  /** The slug. */
  readonly name: string;
  readonly composeFile: string;
  /** Undefined for the stack of the template, which the template's contract describes. */
  readonly compose: ComposeFacts | undefined;
  readonly tool: TestTool;
  /** The tool's version: editors use the schema of that version. */
  readonly version: string;
}

/** Makes the text of `e2e/e2e.yml` from the commented template. */
export function contractText(template: string, facts: ContractFacts): string {
  const { name, composeFile, compose, tool, version } = facts;
  const versioned = template.replace(/(@custodian\/e2e\/)[^/]+/, (_, path: string) => `${path}${version}`);
  return fillContract(versioned, {
    entries: [
      { key: "name", value: name },
      { key: "compose_file", value: composeFile },
      ...(compose === undefined ? [] : composeEntries(compose)),
      ...toolEntries(tool),
    ],
    optional: compose === undefined ? [] : optionalKeys(compose),
  });
}

function composeEntries({ services, problems, variables, envFiles }: ComposeFacts): readonly ContractEntry[] {
  const { ports, reasons } = portsChoice(services);
  return [
    { key: "health_checks", value: healthChecks(services).map(checkValue) },
    { key: "ports", value: ports, comments: reasons.map((reason) => `Not private: ${reason}`) },
    ...allowEntry(problems),
    ...envEntry(variables),
    ...syncEntry(envFiles),
  ];
}

function checkValue({ name, target, timeoutSeconds, guessed }: PlannedCheck): Readonly<Record<string, unknown>> {
  const status = guessed && target.kind === "http" ? { status: guessedStatus() } : {};
  return { name, ...targetValue(target), ...status, timeout: timeoutSeconds };
}

function targetValue(target: PlannedCheck["target"]): Readonly<Record<string, string>> {
  switch (target.kind) {
    case "service":
      return { service: target.service };
    case "http":
      return { url: `http://localhost:${target.port.published}${target.path}` };
    case "tcp":
      return { url: `tcp://localhost:${target.port.published}` };
    default:
      return target satisfies never;
  }
}

function guessedStatus(): YAMLSeq {
  const status = new YAMLSeq<Scalar>();
  status.items = ["2xx", "3xx", "4xx"].map((one) => new Scalar(one));
  status.flow = true;
  status.comment = " the path is a guess, so only server errors count as unhealthy";
  return status;
}

const MAX_PROBLEMS = 8;

function allowEntry(problems: ComposeFacts["problems"]): readonly ContractEntry[] {
  const allow = [...new Set(problems.flatMap(({ allowance }) => allowance ?? []))];
  if (allow.length === 0) return [];
  const more = problems.length - MAX_PROBLEMS;
  const comments = [
    "The compose file breaks isolation here. Try to do without these exceptions:",
    ...problems.slice(0, MAX_PROBLEMS).map(({ text }) => `- ${text}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ];
  return [{ key: "allow", value: allow, flow: true, comments }];
}

/** The variables that a contract can set. */
const settable = (names: readonly string[]) =>
  names.filter((name) => /^(?!E2E_)(?!COMPOSE_(?:FILE|PROJECT_NAME)$)[A-Za-z_]\w*$/.test(name));

function envEntry(variables: ComposeFacts["variables"]): readonly ContractEntry[] {
  const required = settable(variables.required), empty = settable(variables.empty);
  if (required.length === 0) return [];
  const comments = [
    "The compose file requires these variables. For real secrets use secrets: instead.",
    ...(empty.length > 0 ? [`It reads these as empty: ${empty.join(", ")}`] : []),
  ];
  return [{ key: "env", value: Object.fromEntries(required.map((name) => [name, "e2e"])), comments }];
}

function syncEntry(envFiles: ComposeFacts["envFiles"]): readonly ContractEntry[] {
  const ignored = envFiles.filter(({ state }) => state === "ignored").map(({ path }) => path);
  if (ignored.length === 0) return [];
  const comments = ["The compose file reads these files. Git ignores them, but they are sent to the host."];
  return [{ key: "sync", value: { include: ignored }, flow: true, comments }];
}

function optionalKeys({ services, variables }: ComposeFacts): readonly OptionalKey[] {
  const profiles = [...new Set(services.flatMap((service) => service.profiles))];
  const empty = settable(variables.empty);
  return [
    ...(profiles.length === 0
      ? []
      : [{ key: "profiles", value: `[${profiles.join(", ")}]`, note: "(these are in the compose file)" }]),
    ...(empty.length === 0 || settable(variables.required).length > 0
      ? []
      : [{ key: "env", note: `(the compose file reads these as empty: ${empty.join(", ")})` }]),
  ];
}

function toolEntries({ command, results, needs, own }: TestTool): readonly ContractEntry[] {
  const withResults = (globs: readonly string[]) =>
    globs.length === 0 ? "" : `, with test_results: ${JSON.stringify(globs).replaceAll('","', '", "')}`;
  const comments = [
    `The host needs ${needs}.`,
    ...own.map((one) => `An existing command that may fit: ${one.command}${withResults(one.results)}`),
  ];
  return [
    { key: "test_command", value: command, comments },
    { key: "test_results", value: results, flow: true },
  ];
}
