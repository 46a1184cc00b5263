import { existsSync } from "node:fs";
import type { ExecResult } from "../../host/exec.ts";
import { CLOSED_COPY, copyClosed, listClosed } from "../../sandbox/closed.ts";
import { mayHold } from "../../files/globs.ts";
import { listFilesArgv, type Offered, readListing, selectArtifacts } from "../../sandbox/collected.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";

/** Where one kind of files lies on the host, which of them are wanted, and the directory below the run's that takes them. */
export interface Source {
  readonly sandbox: Sandbox;
  readonly from: string;
  readonly globs: readonly string[];
  readonly into: string;
  /** A file of the host: of the others only those count that were written after it. */
  readonly since?: string;
}

/** What {@link bring} may take, in space and in time. */
export interface BringLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What was brought. */
export interface Brought {
  /** With paths below the run's directory. */
  readonly files: readonly Offered[];
  /** What was left out, and why. */
  readonly cut: readonly string[];
  /** What could not be looked at: it may hold files that are wanted. */
  readonly complaint?: string;
}

/** Files that can be had, and what may be missing. */
interface Found {
  readonly files: readonly Offered[];
  readonly complaints: readonly string[];
}

/** Brings files from the host into the run's directory, without the secrets in them. */
export async function bring(run: RunContext, source: Source, limits: BringLimits): Promise<Brought> {
  return await take(run, { source, listed: await list(run, source, limits) }, limits);
}

/** Lists the files of a source on the host, for {@link take}. */
export function list(
  run: RunContext,
  { from, since }: Source,
  { timeoutMs, signal }: Omit<BringLimits, "maxBytes">,
): Promise<ExecResult> {
  // by both times: a file that travelled has its time from elsewhere, and a chmod of everything is no result
  const conditions = since === undefined ? [] : ["-newer", since, "-cnewer", since];
  return run.transport.run(listFilesArgv(from, conditions), { signal, timeoutMs });
}

/** Brings of what was listed what is wanted and fits. What could be listed is used, and what could not is told. */
export async function take(
  run: RunContext,
  { source, listed }: { readonly source: Source; readonly listed: ExecResult },
  limits: BringLimits,
): Promise<Brought> {
  const { into, globs } = source;
  const found = await lookFurther(source, listed, limits);
  const { files, cut } = selectArtifacts(found.files, { globs, maxBytes: limits.maxBytes });
  const pulled = files.length === 0 ? { files, complaints: [] } : await pull(run, source, { files, ...limits });
  const took = { files: pulled.files.map(({ path, bytes }) => ({ path: `${into}/${path}`, bytes })), cut };
  const complaints = [...found.complaints, ...pulled.complaints];
  return complaints.length === 0 ? took : { ...took, complaint: complaints.join("; ") };
}

/** What was listed, with what is behind closed directories that may hold what is wanted. */
async function lookFurther(source: Source, listed: ExecResult, limits: BringLimits): Promise<Found> {
  const { sandbox, from, into, globs, since = "" } = source, { files, closed } = readListing(listed.stdout);
  const why = listingTrouble(listed, from),
    complaints = why === undefined ? [] : [`cannot list all of ${into}: ${why}`];
  const directories = closed.filter((path) => globs.some((glob) => mayHold(path, glob)));
  if (directories.length === 0) return { files, complaints };
  const behind = await listClosed(sandbox, { ...limits, from, since, directories });
  if (behind.complaint !== undefined) {
    const names = directories.map((path) => path || "all").join(", ");
    complaints.push(`cannot look into ${names} of ${into}, which another user owns: ${behind.complaint}`);
  }
  const known = new Set(files.map(({ path }) => path));
  return { files: [...files, ...behind.files.filter(({ path }) => !known.has(path))], complaints };
}

/** Copies files here, closed ones by way of copies; gives those that came, and what went wrong. */
async function pull(
  run: RunContext,
  { sandbox, from, into }: Source,
  { files, timeoutMs, signal }: BringLimits & { readonly files: readonly Offered[] },
): Promise<Found> {
  const to = `${run.plan.collectInto}/${into}`, complaints: string[] = [];
  try {
    await Deno.mkdir(to, { recursive: true });
  } catch (error) {
    return { files: [], complaints: [`cannot make ${to}: ${error}`] };
  }
  const copy = async (directory: string, paths: readonly string[]) => {
    if (paths.length === 0) return;
    const names = paths.map((path) => `./${path}\0`).join(""); // rsync takes a name that begins with "#" or ";" for a comment
    const pulled = await run.transport.pull(directory, to, { files: names, signal, timeoutMs });
    if (pulled.code !== 0) complaints.push(`cannot bring all ${into}: ${words(pulled, directory)}`);
  };
  await copy(from, files.filter(({ isClosed }) => !isClosed).map(({ path }) => path));
  const closed = files.filter(({ isClosed }) => isClosed).map(({ path }) => path);
  const complaint = closed.length === 0
    ? undefined
    : await copyClosed(sandbox, { from, paths: closed, timeoutMs, signal });
  if (complaint === undefined) await copy(`${sandbox.dir}/${CLOSED_COPY}`, closed);
  else complaints.push(`cannot read ${closed.join(", ")} of ${into}, which another user owns: ${complaint}`);
  const unclean = await cleanAll(run, files.map(({ path }) => `${to}/${path}`));
  return { files: files.filter(({ path }) => existsSync(`${to}/${path}`)), complaints: [...complaints, ...unclean] };
}

/** What a program said, with paths below the directory that it was asked about. */
function words({ stderr, kind }: ExecResult, directory: string): string {
  return stderr.trim().replaceAll(`${directory}/`, "") || kind;
}

/** Why not everything below a directory could be listed, if so; what went away meanwhile is nothing that was missed. */
export function listingTrouble(listed: ExecResult, from: string): string | undefined {
  if (listed.code === 0) return undefined;
  const lines = listed.stderr.trim().split("\n");
  const others = lines.filter((line) => !line.includes(`${from}/`) || !line.endsWith("No such file or directory"));
  return listed.kind === "exited" && others.length === 0
    ? undefined
    : words({ ...listed, stderr: others.join("\n") }, from);
}

/** Takes the secrets out of files that were brought. One from which they cannot be taken does not stay. */
async function cleanAll(run: RunContext, paths: readonly string[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const path of paths) {
    try {
      await run.clean(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue; // the pull has told
      await Deno.remove(path).catch(() => {});
      complaints.push(`secrets cannot be masked in ${path}, which does not stay: ${error}`);
    }
  }
  return complaints;
}
