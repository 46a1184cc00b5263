import type { Contract } from "../contract/contract.ts";
import type { ComposeModel, ComposeService } from "./compose_model.ts";

/** The parts of a contract that say how the tests are run. */
type Tests = Pick<Contract, "testCommand" | "healthChecks">;

/** Returns warnings about services that are the tests: `up` would start them with the stack, before it is healthy. */
export function testServices(contract: Tests, { services }: ComposeModel): readonly string[] {
  const isNeeded = (name: string) => Object.values(services).some((each) => Object.hasOwn(each.depends_on ?? {}, name));
  return Object.entries(services).filter(([name, service]) => isTests(contract, name, service) && !isNeeded(name)).map((
    [name],
  ) =>
    `up starts service ${name}, which seems to be the tests: put it behind a profile, or let it wait (command: sleep infinity) ` +
    `and run the tests in it: docker compose exec -T ${name} …`
  );
}

const LIKE_TESTS =
  /^(?:(?:e2e|unit|smoke|system|integration|acceptance)[-_]?)?(?:tests?|specs?|tester|pytest|cypress|playwright)(?:[-_]?runner)?$|^e2e$/i;

function isTests(
  { testCommand, healthChecks }: Tests,
  name: string,
  { command, ports, healthcheck }: ComposeService,
): boolean {
  const words = testCommand.split(/\s+/), at = words.indexOf(name);
  if (at > 0 && words.slice(0, at).includes("exec")) return false;
  const isIdle = /^(?:sleep|tail)\b/.test([command ?? ""].flat().join(" "));
  const isChecked = healthChecks.some((check) => check.kind === "service" && check.service === name);
  const isServer = (ports ?? []).length > 0 || Boolean(healthcheck) ||
    /\b(?:httpd|serve|server|run-server|nginx|daemon)\b/.test([command ?? ""].flat().join(" "));
  if (isIdle || isChecked || isServer) return false;
  return LIKE_TESTS.test(name) || (at > 0 && words.slice(0, at).includes("run") && words.includes("compose"));
}
