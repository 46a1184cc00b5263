/**
 * Writes the JSON schema of `e2e/e2e.yml` for editors: `deno run -A tests/checks/schema.ts`, in the project's root. With
 * `--check` it writes nothing, and exits with 1 when the file is not what the contract says today.
 *
 * @module
 */
import { contractJsonSchema } from "../../lib/contract/json_schema.ts";

const file = "docs/contract.schema.json";

const wanted = `${JSON.stringify(contractJsonSchema, null, 2)}\n`;
if (!Deno.args.includes("--check")) {
  await Deno.mkdir("docs", { recursive: true });
  await Deno.writeTextFile(file, wanted);
} else if (await Deno.readTextFile(file).catch(() => "") !== wanted) {
  console.error(`Schema "${file}" is stale: the contract has changed\nhint: deno task schema`);
  Deno.exitCode = 1;
}
