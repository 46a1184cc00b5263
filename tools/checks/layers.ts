/**
 * Checks which files import and call what, by the rules of `rooms.ts` and `layer_rules.ts`: `deno run -A
 * tools/checks/layers.ts [ROOT]`. Prints each violation on a line, with exit status 1.
 *
 * @module
 */
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { layerViolations, type Violation } from "./layer_rules.ts";
import { moduleGraph } from "./module_graph.ts";

/** Returns the violations in the code below a root, which needs a deno.json. */
export async function checkLayers(root: string): Promise<readonly Violation[]> {
  const files = await Array.fromAsync(
    glob("{{lib,tools}/**/*,templates/*,mod,cli,run-on-host}.{ts,tsx}", { cwd: root }),
  );
  const sources = await Promise.all(
    files.map(async (file) => ({ file, text: await Deno.readTextFile(join(root, file)) })),
  );
  return layerViolations(sources, await moduleGraph(root, files));
}

if (import.meta.main) {
  const violations = await checkLayers(Deno.args[0] ?? Deno.cwd());
  for (const { file, line, found, allowed } of violations) console.error(`${file}:${line}: ${found}: ${allowed}`);
  Deno.exitCode = violations.length === 0 ? 0 : 1;
}
