import { existsSync } from "node:fs";
import type { ExecResult } from "../../host/exec.ts";
import { CLOSED_COPY, copyClosed } from "../../sandbox/closed.ts";
import { type Offered, selectArtifacts } from "../../sandbox/collected.ts";
import type { RunContext } from "../run_context.ts";
import { maskNames } from "./masked_names.ts";
import { errorBelow, type FileSource, findFiles, type FoundFiles, listFiles, type TimeLimits } from "./list_files.ts";

/** Limits of {@link fetchFiles}. */
type FetchLimits = TimeLimits & { readonly maxBytes: number };

/** The files that were fetched. */
export interface Fetched {
  /** With paths below the run's directory. */
  readonly files: readonly Offered[];
  /** What was left out, and why. */
  readonly cut: readonly string[];
  /** Why files may be missing. */
  readonly problem?: string;
}

/** Fetches files from the host into the run's directory, and masks the secrets in them. */
export async function fetchFiles(run: RunContext, source: FileSource, limits: FetchLimits): Promise<Fetched> {
  return await fetchListed(run, { source, listed: await listFiles(source, limits) }, limits);
}

/** Fetches the files of a listing that match the source's globs and fit into the limit. */
export async function fetchListed(
  run: RunContext,
  { source, listed }: { readonly source: FileSource; readonly listed: ExecResult },
  limits: FetchLimits,
): Promise<Fetched> {
  const { into, globs } = source;
  const found = await findFiles(source, listed, limits);
  const { files, cut } = selectArtifacts(found.files, { globs, maxBytes: limits.maxBytes });
  const copied = files.length === 0 ? { files, problems: [] } : await copyFiles(run, source, { ...limits, files });
  const fetched = { files: copied.files.map(({ path, bytes }) => ({ path: `${into}/${path}`, bytes })), cut };
  const problems = [...found.problems, ...copied.problems];
  return problems.length === 0 ? fetched : { ...fetched, problem: problems.join("; ") };
}

type FilesToCopy = TimeLimits & { readonly files: readonly Offered[] };

/** Copies files to this machine, and returns those that arrived. */
async function copyFiles(run: RunContext, source: FileSource, { files, ...limits }: FilesToCopy): Promise<FoundFiles> {
  const to = `${run.plan.collectInto}/${source.into}`;
  try {
    await Deno.mkdir(to, { recursive: true, mode: 0o700 });
  } catch (error) {
    return { files: [], problems: [`cannot make ${to}: ${error}`] };
  }
  const open = files.filter(({ isClosed }) => !isClosed), closed = files.filter(({ isClosed }) => isClosed);
  const problems = [
    await copyFrom(source.from, run, source, { ...limits, files: open }),
    await copyUnreadable(run, source, { ...limits, files: closed }),
    ...await maskAll(run, files.map(({ path }) => `${to}/${path}`)),
  ];
  const here = files.filter(({ path }) => existsSync(`${to}/${path}`));
  return {
    files: await maskNames(to, here, run.cleanName),
    problems: problems.filter((problem) => problem !== undefined),
  };
}

async function copyFrom(
  directory: string,
  { transport, plan }: RunContext,
  { into }: FileSource,
  { files, ...limits }: FilesToCopy,
): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  const names = files.map(({ path }) => `./${path}\0`).join(""); // rsync reads a name that starts with "#" or ";" as a comment
  const pulled = await transport.pull(directory, `${plan.collectInto}/${into}`, { files: names, ...limits });
  return pulled.code === 0 ? undefined : `cannot fetch all ${into}: ${errorBelow(pulled, directory)}`;
}

/** Copies files that only another user can read: on the host first, where a container reads them. */
async function copyUnreadable(
  run: RunContext,
  source: FileSource,
  { files, ...limits }: FilesToCopy,
): Promise<string | undefined> {
  if (files.length === 0) return undefined;
  const { sandbox, from, into } = source, paths = files.map(({ path }) => path);
  const why = await copyClosed(sandbox, { from, paths, ...limits });
  if (why !== undefined) return `cannot read ${paths.join(", ")} of ${into}, which another user owns: ${why}`;
  return await copyFrom(`${sandbox.dir}/${CLOSED_COPY}`, run, source, { ...limits, files });
}

/** Masks the secrets in files that were fetched. Removes a file if that fails. */
async function maskAll(run: RunContext, paths: readonly string[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    try {
      await run.clean(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue; // the copy has reported it
      await Deno.remove(path).catch(() => {});
      problems.push(`cannot mask secrets in ${path}, which was removed: ${error}`);
    }
  }
  return problems;
}
