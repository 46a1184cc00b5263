import { basename, join } from "node:path";

const composeName =
  /^(?:docker[-_.]?)?compose(?:[-_.][\w.-]+)?\.ya?ml$|[-_.](?:docker-)?compose\.ya?ml$|^dev\.ya?ml$|\.dev\.ya?ml$/i;
const skipped = new Set(["node_modules", "vendor", "target", "dist", "build", "venv", "site-packages"]);
const MAX_DEPTH = 2;
const MAX_ENTRIES = 5_000;

/** Finds files that are named like compose files, the most likely stack for tests first. Searches two folders deep, without hidden folders. */
export async function findComposeFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  let entries = 0;
  const walk = async (folder: string, depth: number): Promise<void> => {
    const folders: string[] = [];
    for await (const { name, isDirectory } of entriesOf(join(root, folder))) {
      if (++entries > MAX_ENTRIES) return;
      if (isDirectory && depth < MAX_DEPTH && !name.startsWith(".") && !skipped.has(name)) {
        folders.push(join(folder, name));
      } else if (!isDirectory && composeName.test(name)) found.push(join(folder, name));
    }
    for (const one of folders.toSorted()) await walk(one, depth + 1);
  };
  await walk("", 0);
  return found.toSorted((a, b) => unlikely(a) - unlikely(b) || a.length - b.length || (a < b ? -1 : 1));
}

async function* entriesOf(path: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch {
    // A folder that cannot be read is skipped.
  }
}

/** Names from the most to the least likely. A file in a deeper folder is always less likely. */
const NAMES: readonly RegExp[] = [
  /\be2e\b/,
  /^compose\.ya?ml$/,
  /^docker-compose\.ya?ml$/,
  /\b(?:dev|development|local)\b/,
  /\btests?\b/,
  /./,
];

/** Whether a file is the compose file of a contract. */
export function isContractStack(file: string): boolean {
  return /^e2e\/(?:docker-)?compose\.ya?ml$/.test(file);
}

/** A number to sort by: low for a likely stack for tests. */
function unlikely(file: string): number {
  const name = basename(file).toLowerCase();
  if (isContractStack(file)) return -1;
  const partial = /override|\bprod|\bci\b|\bgpu|\bbuild\b|\bdebug|\btemplate|\bexample/.test(name) ? 50 : 0;
  const folders = file.split("/").slice(0, -1);
  const example = folders.some((folder) => /^(?:examples?|samples?|docs?|templates?)$/i.test(folder)) ? 100 : 0;
  return NAMES.findIndex((one) => one.test(name)) + folders.length * 10 + partial + example;
}
