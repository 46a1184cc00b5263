import { dirname, join } from "node:path";

/** A temporary directory; disposing of it removes it. */
interface LinkedTree extends AsyncDisposable {
  /** Absolute and physical. */
  readonly path: string;
}

/** Makes a directory with a link to each of the files `paths` of a repository: a copy of what is sent to a host. */
export async function linkTree(root: string, paths: readonly string[]): Promise<LinkedTree> {
  const path = await Deno.realPath(await Deno.makeTempDir({ prefix: "e2e-tree-" }));
  const remove = () => Deno.remove(path, { recursive: true });
  try {
    for (const file of paths) await link(join(root, file), join(path, file));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, [Symbol.asyncDispose]: remove };
}

async function link(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  const { isSymlink } = await Deno.lstat(from);
  await Deno.symlink(isSymlink ? await Deno.readLink(from) : from, to);
}
