import assert from "node:assert/strict";
import type { DockerHost, MadeSandbox } from "./fixture.ts";

/** How `ready.sh` ended, and what it printed. */
export interface Report {
  readonly code: number;
  /** Name, status and last answer of each line. */
  readonly lines: readonly (readonly string[])[];
}

/** Runs checks: NAME KIND TARGET TIMEOUT, and after it AT SERVICE STATUS BODY, or only STATUS BODY. */
export async function ask(
  host: DockerHost,
  { dir, project }: MadeSandbox,
  checks: readonly (readonly string[])[],
): Promise<Report> {
  const stdin = checks.map((check) => {
    const fields = check.length === 8
      ? check
      : [...check.slice(0, 4), "-", "-", ...check.slice(4), "-", "-"].slice(0, 8);
    return `${fields.join("\t")}\n`;
  }).join("");
  const { code, stdout, stderr } = await host.start("ready.sh", [dir, project], { stdin }).ended;
  assert.equal(stderr, "");
  return { code, lines: stdout.split("\n").filter(Boolean).map((line) => line.split("\t").slice(0, 3)) };
}

/** Returns the last line about a check or a service. */
export const last = ({ lines }: Report, name: string) => lines.filter(([each]) => each === name).at(-1)?.slice(1);
