import { dirname } from "node:path";
import type { Offered } from "../../sandbox/collected.ts";

/** Masks the secrets in the names of files below a directory. Returns the files with their names. */
export async function maskNames(
  directory: string,
  files: readonly Offered[],
  mask: (name: string) => string,
): Promise<readonly Offered[]> {
  const taken = new Set<string>(), named: Offered[] = [];
  for (const file of files) {
    let path = mask(file.path);
    if (path !== file.path) {
      while (taken.has(path)) path += "_";
      await Deno.mkdir(dirname(`${directory}/${path}`), { recursive: true, mode: 0o700 });
      await Deno.rename(`${directory}/${file.path}`, `${directory}/${path}`);
      await removeEmpty(directory, dirname(file.path));
    }
    taken.add(path);
    named.push({ ...file, path });
  }
  return named;
}

/** Removes a directory and those above it that are empty: their names may have secrets. */
async function removeEmpty(directory: string, path: string): Promise<void> {
  if (path === ".") return;
  const isRemoved = await Deno.remove(`${directory}/${path}`).then(() => true, () => false);
  if (isRemoved) await removeEmpty(directory, dirname(path));
}
