import { factOf, type Facts } from "./facts.ts";
import { dockerFindings } from "./docker_findings.ts";
import { type Finding, findingsAt } from "./finding.ts";
import { leftFindings } from "./left_findings.ts";
import { roomFindings } from "./room_findings.ts";
import { systemFindings } from "./system_findings.ts";

/** What is known of the asking itself. */
export interface Asked {
  readonly host: string;
  /** How much the host's clock is ahead of this machine's. */
  readonly clockOffMs: number;
  /** What was looked for in the login environment. */
  readonly program: string | undefined;
}

/** How a host stands, from what `doctor.sh` printed there. */
export function hostFindings(facts: Facts, asked: Asked): readonly Finding[] {
  return [
    ...systemFindings(facts, asked),
    ...dockerFindings(facts, asked.host),
    ...roomFindings(facts),
    ...leftFindings(facts, asked.host),
    ...(asked.program === undefined ? [] : program(asked.program, facts)),
  ];
}

const { ok, failure } = findingsAt("host");

function program(name: string, facts: Facts): readonly Finding[] {
  const path = factOf(facts, "program");
  if (path !== undefined) return [ok("test_command", path)];
  if (!facts.has("login")) return []; // nobody could be asked
  const found = `"${name}" is not found in the login environment`;
  return [failure("test_command", { found, mend: "install it there, or put its directory on PATH in ~/.profile" })];
}
