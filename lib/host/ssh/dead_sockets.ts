import { basename, join } from "node:path";

/** A directory that a `Connection` made, with its process; earlier versions did not say which. */
const OURS = /^e2e-(?:(\d+)-)?[0-9a-z]{8,}$/;
/** An empty one may belong to a connection that is being opened again; not for so long. */
const EMPTY_MS = 3_600_000;

/** The prefix of this process's directories. */
export const socketPrefix = () => `e2e-${Deno.pid}-`;

/** Removes what connections left whose process is gone. What cannot be removed stays. */
export async function removeDeadSockets(nowMs: number): Promise<void> {
  await Promise.allSettled((await deadSockets(nowMs)).map((directory) => Deno.remove(directory, { recursive: true })));
}

/** The directories of connections whose process is gone, in the place where this user's connections have them. */
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
  if (pid !== undefined && await isThere(`/proc/${pid}`)) return false; // one that lost its connection opens another there
  const isGone = pid !== undefined && await isThere("/proc/self"); // not every system tells of processes there
  const names = await namesIn(directory), stat = await Deno.lstat(directory).catch(() => undefined);
  if (names === undefined || !stat?.isDirectory || stat.uid !== Deno.uid()) return false; // some may go while we look
  if (names.length === 0) return isGone || nowMs - (stat.mtime?.getTime() ?? nowMs) > EMPTY_MS;
  return names.length === 1 && names[0] === "s" && await isRefused(join(directory, "s"));
}

const isThere = (path: string) => Deno.lstat(path).then(() => true, () => false);

async function isRefused(path: string): Promise<boolean> {
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return false;
  } catch (error) {
    return error instanceof Deno.errors.ConnectionRefused;
  }
}

/** Undefined for a place that is not there, or not ours. */
async function namesIn(directory: string): Promise<readonly string[] | undefined> {
  try {
    return (await Array.fromAsync(Deno.readDir(directory))).map(({ name }) => name).sort();
  } catch {
    return undefined;
  }
}
