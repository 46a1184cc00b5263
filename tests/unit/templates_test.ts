import assert from "node:assert/strict";
import { readContract } from "../../lib/contract/read_contract.ts";

const read = (path: string) => Deno.readTextFile(new URL(`../../${path}`, import.meta.url));

Deno.test("templates/e2e.yml is a valid contract", async () => {
  assert.equal(readContract(await read("templates/e2e.yml"), "e2e/e2e.yml").kind, "valid");
});

Deno.test("README.md shows the contract as it is scaffolded", async () => {
  assert.ok((await read("README.md")).includes(await read("templates/e2e.yml")));
});
