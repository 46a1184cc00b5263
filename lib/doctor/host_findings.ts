import type { Facts } from "./facts.ts";
import { factOf } from "./facts.ts";
import { dockerFindings } from "./docker_findings.ts";
import type { Finding } from "./finding.ts";
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
    ...dockerFindings(facts),
    ...roomFindings(facts),
    ...leftFindings(facts, asked.host),
    ...(asked.program === undefined ? [] : program(asked.program, facts)),
  ];
}

function program(name: string, facts: Facts): readonly Finding[] {
  const base = { name: "test_command", where: "host" } as const, path = factOf(facts, "program");
  if (path !== undefined) return [{ ...base, grade: "ok", found: path }];
  if (!facts.has("login")) return [];
  return [{
    ...base,
    grade: "failure",
    found: `"${name}" is not found in the login environment`,
    mend: "install it there, or put its directory on PATH in ~/.profile",
  }];
}
