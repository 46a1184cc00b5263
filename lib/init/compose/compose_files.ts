import { basename, join } from "node:path";

const composeName =
  /^(?:docker[-_.]?)?compose(?:[-_.][\w.-]+)?\.ya?ml$|[-_.](?:docker-)?compose\.ya?ml$|^dev\.ya?ml$|\.dev\.ya?ml$/i;
const skipped = new Set(["node_modules", "vendor", "target", "dist", "build", "venv", "site-packages"]);
const deepest = 2;
const mostEntries = 5_000;

/** The files below a directory that are called like compose files, the likeliest first; two folders deep, hidden ones left out. */
export async function findComposeFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  let entries = 0;
  const walk = async (folder: string, depth: number): Promise<void> => {
    const folders: string[] = [];
    for await (const { name, isDirectory } of entriesOf(join(root, folder))) {
      if (++entries > mostEntries) return;
      if (isDirectory && depth < deepest && !name.startsWith(".") && !skipped.has(name)) {
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
    // What cannot be read holds nothing of use.
  }
}

/** From the likeliest name to the least; each folder costs more than a name of the same folder gains. */
const names: readonly RegExp[] = [
  /\be2e\b/,
  /^compose\.ya?ml$/,
  /^docker-compose\.ya?ml$/,
  /\b(?:dev|development|local)\b/,
  /\btests?\b/,
  /./,
];

/** Whether a file is the one that a contract has already; pure. */
export function isContracts(file: string): boolean {
  return /^e2e\/(?:docker-)?compose\.ya?ml$/.test(file);
}

/** How unlikely it is that a file is the stack that tests want, as a number to sort by; pure. */
export function unlikely(file: string): number {
  const name = basename(file).toLowerCase();
  if (isContracts(file)) return -1;
  const partial = /override|\bprod|\bci\b|\bgpu|\bbuild\b|\bdebug|\btemplate|\bexample/.test(name) ? 50 : 0;
  const folders = file.split("/").slice(0, -1);
  const foreign = folders.some((folder) => /^(?:examples?|samples?|docs?|templates?)$/i.test(folder)) ? 100 : 0;
  return names.findIndex((one) => one.test(name)) + folders.length * 10 + partial + foreign;
}
