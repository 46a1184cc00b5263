import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { git } from "../host/git.ts";
import { quote } from "../host/quote.ts";
import { gitPlace } from "./git_copy.ts";

/** Returns the submodules below a root, relative to it, whose directory is empty or missing, because nobody has fetched them. */
export async function emptySubmodules(root: string): Promise<readonly string[]> {
  const above = gitPlace(root);
  if (above === undefined || !existsSync(join(root, above, ".gitmodules"))) return [];
  const { stdout } = await git(root, ["ls-files", "--stage", "-z"], { timeoutMs: 60_000 });
  const modules = stdout.split("\0").filter((line) => line.startsWith("160000 "));
  const inner = await Promise.all(modules.map(async (line) => {
    const path = line.slice(line.indexOf("\t") + 1);
    if (isEmpty(join(root, path))) return [path];
    return existsSync(join(root, path, ".git"))
      ? (await emptySubmodules(join(root, path))).map((each) => join(path, each))
      : [];
  }));
  return inner.flat();
}

function isEmpty(directory: string): boolean {
  try {
    return readdirSync(directory).length === 0;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT";
  }
}

/** Returns the command that fetches a submodule. */
export function submoduleCommand(path: string): string {
  return `git submodule update --init --recursive ${quote(path)}`;
}
