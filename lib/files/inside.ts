import { resolve } from "node:path/posix";

/** Checks whether an absolute path is `root` or below it. Compares text: `..` is resolved, links are not followed. */
export function isInside(path: string, root: string): boolean {
  const base = resolve(root);
  const there = resolve(path);
  return base === "/" || there === base || there.startsWith(`${base}/`);
}
