import type { ExecResult } from "../host/exec.ts";
import { type Offered, readOffered, selectArtifacts } from "../sandbox/collected.ts";
import type { Run } from "./run.ts";

/** Where one kind of files lies on the host, which of them are wanted, and the directory below the run's that takes them. */
export interface Source {
  readonly from: string;
  readonly globs: readonly string[];
  readonly into: string;
  /** Conditions of find(1) that a file has to meet too. */
  readonly conditions?: readonly string[];
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
  readonly complaint?: string;
}

const LIST = `from=$1; shift; [ -d "$from" ] || exit 0; find "$from" -type f "$@" -printf '%s\\t%P\\0'`;

/** Brings files from the host into the run's directory, without the secrets in them. */
export async function bring(run: Run, source: Source, limits: BringLimits): Promise<Brought> {
  return await take(run, { source, listed: await list(run, source, limits) }, limits);
}

/** Lists the files of a source on the host, for {@link take}. */
export function list(
  run: Run,
  { from, conditions = [] }: Source,
  { timeoutMs, signal }: Omit<BringLimits, "maxBytes">,
): Promise<ExecResult> {
  return run.transport.run(["sh", "-c", LIST, "sh", from, ...conditions], { signal, timeoutMs });
}

/** Brings of what was listed what is wanted and fits. */
export async function take(
  run: Run,
  { source, listed }: { readonly source: Source; readonly listed: ExecResult },
  { maxBytes, timeoutMs, signal }: BringLimits,
): Promise<Brought> {
  const { from, into, globs } = source;
  if (listed.code !== 0) {
    return { files: [], cut: [], complaint: `cannot list ${into}: ${listed.stderr.trim() || listed.kind}` };
  }
  const { files, cut } = selectArtifacts(readOffered(listed.stdout), { globs, maxBytes });
  if (files.length === 0) return { files: [], cut };
  const to = `${run.plan.collectInto}/${into}`;
  try {
    await Deno.mkdir(to, { recursive: true });
  } catch (error) {
    return { files: [], cut, complaint: `cannot make ${to}: ${error}` };
  }
  const names = files.map(({ path }) => `${path}\0`).join("");
  const pulled = await run.transport.pull(from, to, { files: names, signal, timeoutMs });
  const unclean = await cleanAll(run, files.map(({ path }) => `${to}/${path}`));
  const took = { files: files.map(({ path, bytes }) => ({ path: `${into}/${path}`, bytes })), cut };
  const complaints = [
    ...(pulled.code === 0 ? [] : [`cannot bring all ${into}: ${pulled.stderr.trim() || pulled.kind}`]),
    ...unclean,
  ];
  return complaints.length === 0 ? took : { ...took, complaint: complaints.join("; ") };
}

/** Takes the secrets out of files that were brought. One from which they cannot be taken does not stay. */
async function cleanAll(run: Run, paths: readonly string[]): Promise<readonly string[]> {
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
