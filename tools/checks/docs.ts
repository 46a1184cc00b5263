/**
 * Finds exports of `lib/` without a docstring, and broken links in Markdown files: `deno run -A tools/checks/docs.ts`, in
 * the project's root. Prints each on a line, with exit status 1. `deno doc --lint` is not used, because it requires a
 * docstring for each field, and does not know the types of zod.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gitFiles } from "./git_files.ts";

interface Docs {
  readonly nodes: Readonly<Record<string, { readonly symbols?: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly {
    readonly declarationKind: string;
    /** `reference` for a re-export, whose docstring is at the declaration. */
    readonly kind: string;
    readonly location: { readonly filename: string; readonly line: number };
    readonly jsDoc?: { readonly doc?: string };
  }[];
}

async function undocumentedExports(files: readonly string[]): Promise<readonly string[]> {
  const args = ["doc", "--json", "--quiet", ...files];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
  if (!success) throw new Error("Cannot read the docstrings: deno doc failed");
  const docs: Docs = JSON.parse(new TextDecoder().decode(stdout));
  return Object.values(docs.nodes).flatMap(({ symbols = [] }) => symbols.flatMap(undocumented));
}

function undocumented({ name, declarations }: DocSymbol): readonly string[] {
  const exported = declarations.filter(({ declarationKind, kind }) =>
    declarationKind === "export" && kind !== "reference"
  );
  const [first] = exported;
  if (first === undefined || exported.some(({ jsDoc }) => jsDoc?.doc !== undefined)) return [];
  return [`${fileURLToPath(first.location.filename)}:${first.location.line + 1}: export "${name}" has no docstring`];
}

/** Returns a line for each relative link in a Markdown file to a file that does not exist. */
export function brokenLinks(file: string, text: string): readonly string[] {
  return text.split("\n").flatMap((line, index) =>
    [...line.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
      .map(([, target = ""]) => target)
      .filter((target) => !/^[a-z]+:/i.test(target) && !existsSync(join(dirname(file), decodeURI(target))))
      .map((target) => `${file}:${index + 1}: link to "${target}": no such file`)
  );
}

if (import.meta.main) {
  const pages = await gitFiles("*.md");
  const problems = [
    ...await undocumentedExports(await gitFiles("lib/*.ts", "lib/*.tsx", "mod.ts")),
    ...pages.flatMap((page) => brokenLinks(page, Deno.readTextFileSync(page))),
  ];
  problems.forEach((problem) => console.error(problem));
  Deno.exitCode = problems.length === 0 ? 0 : 1;
}
