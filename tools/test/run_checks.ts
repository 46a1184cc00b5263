import type { Counts } from "./counts.ts";

interface Check {
  readonly name: string;
  readonly argv: readonly [string, ...string[]];
}

const deno = Deno.execPath();

/** The checks besides the tests, in the order in which problems should be fixed. */
const checks: readonly Check[] = [
  { name: "formatting", argv: [deno, "fmt", "--check"] },
  { name: "lint", argv: [deno, "lint"] },
  { name: "types", argv: [deno, "check", "--quiet", "."] },
  { name: "layers", argv: [deno, "run", "-A", "tools/checks/layers.ts"] },
  { name: "house", argv: [deno, "run", "-A", "tools/checks/house.ts"] },
  { name: "docs", argv: [deno, "run", "-A", "tools/checks/docs.ts"] },
  { name: "shellcheck", argv: [deno, "run", "-A", "tools/checks/shell.ts"] },
  { name: "schema", argv: [deno, "run", "-A", "tools/generate/schema.ts", "--check"] },
  { name: "templates", argv: [deno, "run", "-A", "tools/generate/templates.ts", "--check"] },
  { name: "publish", argv: [deno, "publish", "--quiet", "--dry-run", "--allow-dirty", "--allow-slow-types"] },
];

/** Runs the checks one after the other. Prints a line for each, and the output of those that fail. */
export async function runChecks(env: Readonly<Record<string, string>>): Promise<Counts> {
  let failed = 0;
  for (const { name, argv: [program, ...args] } of checks) {
    const { success, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
    console.log(`check ${name} ... ${success ? "ok" : "FAILED"}`);
    if (success) continue;
    failed += 1;
    const text = new TextDecoder();
    console.log(`${text.decode(stdout)}${text.decode(stderr)}`);
  }
  return { passed: checks.length - failed, failed, skipped: 0 };
}
