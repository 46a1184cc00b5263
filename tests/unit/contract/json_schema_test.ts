import { deepEqual, equal } from "node:assert/strict";
import { contractJsonSchema } from "../../../lib/contract/json_schema.ts";

Deno.test("docs/contract.schema.json is up to date", async () => {
  const file = new URL("../../../docs/contract.schema.json", import.meta.url);
  equal(await Deno.readTextFile(file), JSON.stringify(contractJsonSchema, null, 2) + "\n");
});

Deno.test("contractJsonSchema requires the keys without a default and describes every key", () => {
  deepEqual(contractJsonSchema.required, ["name", "compose_file", "test_command"]);
  equal(contractJsonSchema.additionalProperties, false);
  const undescribed = Object.entries(contractJsonSchema.properties ?? {})
    .filter(([, value]) => typeof value === "boolean" || !value.description).map(([key]) => key);
  deepEqual(undescribed, []);
});

Deno.test("docs/contract.md has every key of contractJsonSchema", async () => {
  const text = await Deno.readTextFile(new URL("../../../docs/contract.md", import.meta.url));
  deepEqual(Object.keys(contractJsonSchema.properties ?? {}).filter((key) => !text.includes(`\`${key}\``)), []);
});
