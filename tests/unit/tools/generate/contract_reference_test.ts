import assert from "node:assert/strict";
import { withTables } from "../../../../tools/generate/contract_reference.ts";

const schema = {
  required: ["name"],
  properties: {
    name: { description: "The slug" },
    checks: { description: "What has to hold", default: [], items: { properties: { url: { description: "Where" } } } },
    timeout: { description: "The limit", default: 300 },
  },
};
const head = "| key | default | meaning |\n| --- | --- | --- |\n";

Deno.test("withTables() fills in the tables of a page, and keeps its text", () => {
  const page =
    "# Keys\n<!-- keys name checks timeout -->\nold\n<!-- end -->\nand\n<!-- keys checks: url --><!-- end -->\n";
  assert.equal(
    withTables(page.replace("--><!-- end", "-->\n<!-- end"), schema),
    `# Keys\n<!-- keys name checks timeout -->\n\n${head}| \`name\` | required | The slug |\n| \`checks\` | none | What has to hold |\n| \`timeout\` | \`300\` | The limit |\n\n<!-- end -->\nand\n<!-- keys checks: url -->\n\n${head}| \`url\` |  | Where |\n\n<!-- end -->\n`,
  );
});

Deno.test("withTables() throws for a key that is in no table, and for one that is not in the schema", () => {
  const page = (keys: string) => `<!-- keys ${keys} -->\n<!-- end -->\n`;
  assert.throws(() => withTables(page("name checks"), schema), /^Error: No table contains timeout$/);
  assert.throws(() => withTables(page("name colour"), schema), /^Error: The schema has no description of "colour"$/);
});
