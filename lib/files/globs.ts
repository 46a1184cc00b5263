import { dirname, matchesGlob, posix } from "node:path";

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

/** Whether a file below `directory` may match the glob; "" is the directory that was listed. */
export function mayHold(directory: string, glob: string): boolean {
  if (/[({].*\/.*[)}]/.test(glob)) return true; // alternatives of several levels
  const wanted = posix.normalize(glob).split("/"), names = directory.split("/").filter((name) => name !== "");
  for (const [at, name] of names.entries()) {
    if (wanted[at] === "**") return true;
    if (wanted[at] === undefined || !matchesGlob(name, wanted[at])) return false;
  }
  return wanted.length > names.length;
}
