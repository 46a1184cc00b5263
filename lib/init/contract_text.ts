import type { ComposeFacts } from "./facts.ts";
import { comment, fillContract, type Filling, yamlText } from "./fill_contract.ts";
import { healthChecks, type PlannedCheck } from "./health_checks.ts";
import { portsChoice } from "./ports_policy.ts";
import type { TestTool } from "./test_tool.ts";

/** What a contract is written for. */
export interface ContractFacts {
  readonly name: string;
  readonly compose: ComposeFacts | undefined;
  readonly tool: TestTool;
  /** The toolkit's, whose schema editors shall use. */
  readonly version: string;
}

/** The text of `e2e/e2e.yml`, from the commented template; pure. */
export function contractText(template: string, facts: ContractFacts): string {
  const { name, compose, tool, version } = facts;
  const filled = fillContract(template, {
    name: [`name: ${yamlText(name)}`],
    ...(compose === undefined ? {} : composeFilling(compose)),
    ...toolFilling(tool),
  });
  return filled.replace(/(@custodian\/e2e\/)[^/]+/, (_, path: string) => `${path}${version}`);
}

function composeFilling({ services, breaches, variables, envFiles }: ComposeFacts): Filling {
  const { ports, against } = portsChoice(services);
  const checks = healthChecks(services);
  const allow = [...new Set(breaches.flatMap(({ allowance }) => allowance ?? []))];
  const sent = envFiles.filter(({ state }) => state === "ignored").map(({ path }) => path);
  const profiles = [...new Set(services.flatMap((service) => service.profiles))];
  return {
    health_checks: checks.length === 0 ? ["health_checks: []"] : ["health_checks:", ...checks.flatMap(checkLines)],
    ports: [...against.flatMap((words) => comment(`Not private: ${words}`)), `ports: ${ports}`],
    ...(allow.length === 0 ? {} : { allow: [...allowComment(breaches), `allow: [${allow.join(", ")}]`] }),
    ...(profiles.length === 0
      ? {}
      : { profiles: comment(`profiles: [${profiles.join(", ")}] # those of the compose file`) }),
    ...environment(variables),
    ...(sent.length === 0 ? {} : { sync: syncLines(sent) }),
  };
}

function checkLines({ name, target, timeoutSeconds, guessed }: PlannedCheck): readonly string[] {
  const isGuess = guessed && target.kind === "http";
  return [
    `  - name: ${yamlText(name)}`,
    `    ${targetLine(target)}`,
    ...(isGuess
      ? ["    status: [2xx, 3xx, 4xx] # whatever is not a server's error, as long as the path is a guess"]
      : []),
    `    timeout: ${timeoutSeconds}`,
  ];
}

function targetLine(target: PlannedCheck["target"]): string {
  switch (target.kind) {
    case "service":
      return `service: ${yamlText(target.service)}`;
    case "http":
      return `url: http://localhost:${target.port.published}${target.path}`;
    case "tcp":
      return `url: tcp://localhost:${target.port.published}`;
    default:
      return target satisfies never;
  }
}

function allowComment(breaches: ComposeFacts["breaches"]): readonly string[] {
  const words = breaches.map(({ words }) => words);
  const shown = [...words.slice(0, 8), ...(words.length > 8 ? [`and ${words.length - 8} more`] : [])];
  return [
    ...comment("What the compose file does although it breaks isolation; better without:"),
    ...shown.flatMap((one) => comment(`- ${one}`)),
  ];
}

const settable = /^(?!E2E_)(?!COMPOSE_(?:FILE|PROJECT_NAME)$)[A-Za-z_]\w*$/;

function environment({ required, empty }: ComposeFacts["variables"]): Filling {
  const [wanted, optional] = [required, empty].map((names) => names.filter((name) => settable.test(name)));
  if (wanted === undefined || optional === undefined || wanted.length + optional.length === 0) return {};
  const isInsisted = wanted.length > 0;
  return {
    env: [
      ...(isInsisted ? comment("The compose file insists on these. For true secrets use secrets: instead.") : []),
      ...(optional.length > 0 ? comment(`It takes as empty: ${optional.join(", ")}`) : []),
      ...(isInsisted ? ["env:", ...wanted.map((name) => `  ${name}: e2e`)] : comment("env: {}")),
    ],
  };
}

function syncLines(files: readonly string[]): readonly string[] {
  return [
    ...comment("Git ignores these, but the compose file reads them: they are sent to the host."),
    `sync: { include: [${files.map((file) => JSON.stringify(file)).join(", ")}] }`,
  ];
}

const withResults = (globs: readonly string[]) =>
  globs.length === 0 ? "" : `, with test_results: [${globs.map((glob) => JSON.stringify(glob)).join(", ")}]`;

function toolFilling({ command, results, needs, own }: TestTool): Filling {
  return {
    test_command: [
      ...comment(`The host needs ${needs}.`),
      ...own.flatMap((one) => comment(`Of your own: ${one.command}${withResults(one.results)}`)),
      `test_command: ${yamlText(command)}`,
    ],
    ...(results.length === 0 ? {} : { test_results: [`test_results: [${results.map(yamlText).join(", ")}]`] }),
  };
}
