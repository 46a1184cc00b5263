/**
 * Writes the files that are made from the contract's schema: the JSON schema for editors, and the tables of
 * `docs/contract.md`: `deno run -A tools/generate/schema.ts`, in the project's root. With `--check` it writes nothing, and
 * the exit status is 1 when a file is out of date.
 *
 * @module
 */
import { contractJsonSchema } from "../../lib/contract/json_schema.ts";
import { type KeySchema, withTables } from "./contract_reference.ts";

const JSON_FILE = "docs/contract.schema.json", PAGE = "docs/contract.md";

async function formatted(markdown: string): Promise<string> {
  const args = ["fmt", "--ext=md", "-"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(markdown));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

const expected = {
  [JSON_FILE]: `${JSON.stringify(contractJsonSchema, null, 2)}\n`,
  [PAGE]: await formatted(withTables(await Deno.readTextFile(PAGE), contractJsonSchema as KeySchema)),
};
for (const [file, text] of Object.entries(expected)) {
  if (!Deno.args.includes("--check")) {
    await Deno.writeTextFile(file, text);
  } else if (await Deno.readTextFile(file).catch(() => "") !== text) {
    console.error(`"${file}" is out of date: the contract has changed\nhint: deno task schema`);
    Deno.exitCode = 1;
  }
}
