import type { Contract } from "../contract/contract.ts";
import type { ComposeModel } from "./compose_model.ts";

/** The parts of a contract that say how the tests are run. */
type Tests = Pick<Contract, "testCommand" | "healthChecks" | "composeFiles">;

/** Returns warnings about services that are the tests: `up` would start them with the stack, before it is healthy. */
export function testServices(contract: Tests, { services }: ComposeModel): readonly string[] {
  return Object.entries(services).filter(([name, service]) => isTests(contract, name, service.command)).map(([name]) =>
    `up starts service ${name}, which seems to be the tests: put it behind a profile; test_command can run it: ` +
    `docker compose --file ${contract.composeFiles[0]} --profile "*" run --rm --no-deps ${name}`
  );
}

const LIKE_TESTS =
  /^(?:(?:e2e|unit|smoke|system|integration|acceptance)[-_]?)?(?:tests?|specs?|tester|pytest|cypress|playwright)(?:[-_]?runner)?$|^e2e$/i;

function isTests({ testCommand, healthChecks }: Tests, name: string, command: unknown): boolean {
  const words = testCommand.split(/\s+/), at = words.indexOf(name);
  if (at > 0 && words.slice(0, at).includes("exec")) return false;
  const isIdle = /^(?:sleep|tail)\b/.test([command ?? ""].flat().join(" "));
  const isChecked = healthChecks.some((check) => check.kind === "service" && check.service === name);
  if (isIdle || isChecked) return false;
  return LIKE_TESTS.test(name) || (at > 0 && words.slice(0, at).includes("run") && words.includes("compose"));
}
