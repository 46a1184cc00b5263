import { dirname, matchesGlob, posix } from "node:path";

/**
 * Returns a function that matches paths against globs. A glob that matches a directory also matches everything in it.
 */
export function matcher(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.map((glob) => glob.replace(/\/$/, "")), known = new Map<string, boolean>();
  const isMatch = (path: string): boolean => {
    const parent = dirname(path);
    const matches = known.get(path) ??
      ((parent !== "." && isMatch(parent)) || plain.some((glob) => path === glob || matchesGlob(path, glob)));
    known.set(path, matches);
    return matches;
  };
  return isMatch;
}

/** Checks whether a file below `directory` can match the glob; "" is the directory that the glob is relative to. */
export function mayHold(directory: string, glob: string): boolean {
  if (/[({].*\/.*[)}]/.test(glob)) return true; // alternatives of several levels
  const parts = posix.normalize(glob).split("/"), names = directory.split("/").filter((name) => name !== "");
  for (const [at, name] of names.entries()) {
    if (parts[at] === "**") return true;
    if (parts[at] === undefined || !matchesGlob(name, parts[at])) return false;
  }
  return parts.length > names.length;
}
