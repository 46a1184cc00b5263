import { dirname, join } from "node:path";

/** A temporary directory; disposing of it removes it. */
interface LinkedTree extends AsyncDisposable {
  /** Absolute and physical. */
  readonly path: string;
  /** A directory far above it, where nothing else is: a path in it that is not in `path` was reached by `..`. */
  readonly base: string;
}

/** A path of a repository rarely climbs over more directories. */
const DEPTH = 12;

/** Makes a directory with a link to each of the files `paths` of a repository: a copy of what is sent to a host. */
export async function linkTree(root: string, paths: readonly string[]): Promise<LinkedTree> {
  const base = await Deno.realPath(await Deno.makeTempDir({ prefix: "e2e-tree-" }));
  const path = join(base, ...Array(DEPTH).fill("up"));
  const remove = () => Deno.remove(base, { recursive: true });
  try {
    await Deno.mkdir(path, { recursive: true });
    for (const file of paths) await link(join(root, file), join(path, file));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, base, [Symbol.asyncDispose]: remove };
}

async function link(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  const { isSymlink } = await Deno.lstat(from);
  await Deno.symlink(isSymlink ? await Deno.readLink(from) : from, to);
}
