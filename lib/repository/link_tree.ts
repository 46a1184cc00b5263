import { dirname, join } from "node:path";

/** A temporary directory; disposing of it removes it. */
interface LinkedTree extends AsyncDisposable {
  /** Absolute and physical. */
  readonly path: string;
}

/** Makes a directory with a link to each of the files `paths` of a repository: a copy of what is sent to a host. */
export async function linkTree(root: string, paths: readonly string[]): Promise<LinkedTree> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "e2e-tree-" }));
  for (const file of paths) {
    const from = join(root, file), to = join(path, file);
    await Deno.mkdir(dirname(to), { recursive: true });
    const { isSymlink } = await Deno.lstat(from);
    await Deno.symlink(isSymlink ? await Deno.readLink(from) : from, to);
  }
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
