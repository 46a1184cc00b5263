import { dirname, matchesGlob } from "node:path";

/** Tells whether a path is taken by one of the globs; a glob that matches a directory takes all that is in it. */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.map((glob) => glob.replace(/\/$/, "")), known = new Map<string, boolean>();
  const isTaken = (path: string): boolean => {
    const parent = dirname(path);
    const taken = known.get(path) ??
      ((parent !== "." && isTaken(parent)) || plain.some((glob) => path === glob || matchesGlob(path, glob)));
    known.set(path, taken);
    return taken;
  };
  return isTaken;
}
