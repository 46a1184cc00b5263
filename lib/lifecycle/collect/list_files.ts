import type { ExecOptions, ExecResult } from "../../host/exec.ts";
import { mayHold } from "../../files/globs.ts";
import { listClosed } from "../../sandbox/closed.ts";
import { type Offered, readListing } from "../../sandbox/collected.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { SCRIPTS } from "../../sandbox/scripts.ts";

/** A directory of the sandbox from which files are fetched. */
export interface FileSource {
  readonly sandbox: Sandbox;
  /** The directory on the host. */
  readonly from: string;
  /** The files to fetch, relative to `from`. */
  readonly globs: readonly string[];
  /** The directory below the run's own that receives them. */
  readonly into: string;
  /** A file on the host: only files that were written later count. */
  readonly since?: string;
}

/** Time limits of a listing or a copy. */
export type TimeLimits = Pick<ExecOptions, "timeoutMs" | "signal">;

/** Files, and the reasons why some may be missing. */
export interface FoundFiles {
  readonly files: readonly Offered[];
  readonly problems: readonly string[];
}

/** Lists the files of a source on the host, for {@link findFiles}. A sandbox of an earlier version has no script for it. */
export function listFiles({ sandbox, from, since }: FileSource, limits: TimeLimits): Promise<ExecResult> {
  // Both times: a file that was copied may have an old modification time, and a chmod of everything makes no result.
  const conditions = since === undefined ? [] : ["-newer", since, "-cnewer", since];
  const argv = ["sh", "-c", SCRIPTS["list_files.sh"], "list_files.sh", from, ...conditions] as const;
  return sandbox.transport.run(argv, limits);
}

/** Returns the files of a listing, and those in directories that this user cannot open, if their names may match. */
export async function findFiles(source: FileSource, listed: ExecResult, limits: TimeLimits): Promise<FoundFiles> {
  const { sandbox, from, into, globs, since = "" } = source, { files, closed } = readListing(listed.stdout);
  const why = listingProblem(listed, from);
  const problems = why === undefined ? [] : [`cannot list all of ${into}: ${why}`];
  const directories = closed.filter((path) => globs.some((glob) => mayHold(path, glob)));
  if (directories.length === 0) return { files, problems };
  const behind = await listClosed(sandbox, { ...limits, from, since, directories });
  if (behind.complaint !== undefined) {
    const names = directories.map((path) => path || "all").join(", ");
    problems.push(`cannot look into ${names} of ${into}, which another user owns: ${behind.complaint}`);
  }
  const known = new Set(files.map(({ path }) => path));
  return { files: [...files, ...behind.files.filter(({ path }) => !known.has(path))], problems };
}

/** Returns why a directory could not be listed completely; undefined if only files were removed meanwhile. */
export function listingProblem(listed: ExecResult, from: string): string | undefined {
  if (listed.code === 0) return undefined;
  const lines = listed.stderr.trim().split("\n");
  const others = lines.filter((line) => !line.includes(`${from}/`) || !line.endsWith("No such file or directory"));
  const isWhole = listed.kind === "exited" && others.length === 0;
  return isWhole ? undefined : errorBelow({ ...listed, stderr: others.join("\n") }, from);
}

/** Returns the error output of a program, with paths relative to the directory that it worked on. */
export function errorBelow({ stderr, kind }: ExecResult, directory: string): string {
  return stderr.trim().replaceAll(`${directory}/`, "") || kind;
}
