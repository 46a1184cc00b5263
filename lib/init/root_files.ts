import { join } from "node:path";

/** The files at a repository's root. */
export interface RootFiles {
  readonly names: readonly string[];
  /** The texts of the existing files that describe tests, by name. */
  readonly texts: Readonly<Record<string, string>>;
}

const DESCRIBE_TESTS = ["pyproject.toml", "package.json", "deno.json", "Makefile", "makefile", "GNUmakefile"];

/** Reads the names of all files at the root, and the texts of those that describe tests. */
export async function readRootFiles(root: string): Promise<RootFiles> {
  const names = (await Array.fromAsync(Deno.readDir(root), ({ name }) => name)).toSorted();
  const read = await Promise.all(
    DESCRIBE_TESTS.filter((name) => names.includes(name)).map(async (name) =>
      [name, await Deno.readTextFile(join(root, name)).catch(() => "")] as const
    ),
  );
  return { names, texts: Object.fromEntries(read) };
}

/** Returns the first of the names that exists at the root. */
export function has(root: RootFiles, ...names: readonly string[]): string | undefined {
  return names.find((name) => root.names.includes(name));
}
