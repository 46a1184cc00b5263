import assert from "node:assert/strict";
import { readContract } from "../../../lib/contract/read_contract.ts";

Deno.test("the contract that README.md shows is valid", async () => {
  const readme = await Deno.readTextFile(new URL("../../../README.md", import.meta.url));
  const [, text = ""] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.equal(readContract(text, "e2e/e2e.yml").kind, "valid");
});
