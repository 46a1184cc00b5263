import { join } from "node:path";

const PAGE = join(import.meta.dirname ?? "", "../../../docs/result.md");

/** Returns the fields of a command's JSON as docs/result.md lists them, sorted, without those in parentheses. */
export async function fieldsOf(command: string): Promise<readonly string[]> {
  const row = (await Deno.readTextFile(PAGE)).split("\n").find((line) => line.startsWith("| `" + command + "`")) ?? "";
  const fields = row.split("|")[3]?.replace(/\([^)]*\)/g, "") ?? "";
  return [...fields.matchAll(/`([a-z_]+)`/g)].map(([, name = ""]) => name).sort();
}
