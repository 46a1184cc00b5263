import { resolve } from "node:path/posix";

/** Whether an absolute path is the root or below it, by its text: `..` is resolved, links are not followed. */
export function isInside(path: string, root: string): boolean {
  const base = resolve(root);
  const there = resolve(path);
  return base === "/" || there === base || there.startsWith(`${base}/`);
}
