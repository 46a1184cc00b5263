import { basename, join } from "node:path";

/** The name of a directory that a `Connection` created, with its process id; older versions left out the id. */
const OURS = /^e2e-(?:(\d+)-)?[0-9a-z]{8,}$/;
/** An empty directory may belong to a connection that is being opened, but not for longer than this. */
const EMPTY_MS = 3_600_000;

/** Returns the prefix of this process's directories. */
export const socketPrefix = () => `e2e-${Deno.pid}-`;

/** Removes the directories of connections whose process has ended. Those that cannot be removed stay. */
export async function removeDeadSockets(nowMs: number): Promise<void> {
  await Promise.allSettled((await deadSockets(nowMs)).map((directory) => Deno.remove(directory, { recursive: true })));
}

/** Lists the directories of connections whose process has ended, in the place that this user's connections use. */
export async function deadSockets(nowMs: number): Promise<readonly string[]> {
  const { XDG_RUNTIME_DIR, TMPDIR } = Deno.env.toObject();
  for (const parent of [XDG_RUNTIME_DIR, TMPDIR, "/tmp"]) {
    const names = parent === undefined ? undefined : await namesIn(parent);
    if (parent === undefined || names === undefined) continue;
    const directories = names.filter((name) => OURS.test(name)).map((name) => join(parent, name));
    const isOld = await Promise.all(directories.map((each) => isDead(each, nowMs)));
    return directories.filter((_, at) => isOld[at]);
  }
  return [];
}

async function isDead(directory: string, nowMs: number): Promise<boolean> {
  const [, pid] = OURS.exec(basename(directory)) ?? [];
  if (pid !== undefined && await exists(`/proc/${pid}`)) return false; // it may open a lost connection again
  const isGone = pid !== undefined && await exists("/proc/self"); // not every system has /proc
  const names = await namesIn(directory), stat = await Deno.lstat(directory).catch(() => undefined);
  if (names === undefined || !stat?.isDirectory || stat.uid !== Deno.uid()) return false; // it may be removed meanwhile
  if (names.length === 0) return isGone || nowMs - (stat.mtime?.getTime() ?? nowMs) > EMPTY_MS;
  return names.length === 1 && names[0] === "s" && await isRefused(join(directory, "s"));
}

const exists = (path: string) => Deno.lstat(path).then(() => true, () => false);

async function isRefused(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.ConnectionRefused;
  }
}

/** Returns undefined for a directory that is missing or cannot be read. */
async function namesIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).sort();
  } catch {
    return undefined;
  }
}
