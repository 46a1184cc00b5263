import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOMS } from "../../../../tools/checks/rooms.ts";

const ROOT = join(import.meta.dirname ?? "", "../../../..");
const PAGE = await Deno.readTextFile(join(ROOT, "CONTRIBUTING.md"));

/** The rows of the table in a section, as cells, without the head. */
function rows(section: string): readonly (readonly string[])[] {
  const text = PAGE.split(`\n## ${section}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = text.split("\n").filter((line) => line.startsWith("|")).slice(2);
  return lines.map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("CONTRIBUTING.md describes every room, in the order of ROOMS", () => {
  assert.deepEqual(rows("Layout").map(([room]) => room), ROOMS.map(({ room }) => `\`${room}\``));
});

Deno.test("CONTRIBUTING.md names files that exist for each of the everyday changes, at most four", () => {
  const changes = rows("Where do I change…");
  assert.ok(changes.length >= 12);
  for (const [change, files = ""] of changes) {
    const paths = [...files.matchAll(/`((?:lib|tools|templates)\/[^`*]*)`/g)].map(([, path = ""]) => path);
    assert.ok(paths.length <= 4, change);
    assert.deepEqual(paths.filter((path) => !existsSync(join(ROOT, path))), [], change);
  }
});
