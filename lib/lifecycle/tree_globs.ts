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

/** Whether a glob could match something in a directory that it does not match itself. */
export function mayMatchIn(directory: string, glob: string): boolean {
  const parts = glob.split("/");
  if (parts.some((part) => part.includes("{"))) return true; // braces may hold a slash
  for (const [at, name] of directory.split("/").entries()) {
    const part = parts[at];
    if (part === "**") return true;
    if (part === undefined || !matchesGlob(name, part)) return false;
  }
  return parts.length > directory.split("/").length;
}
