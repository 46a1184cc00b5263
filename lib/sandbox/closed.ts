import type { ExecOptions, ExecResult } from "../host/exec.ts";
import type { Offered } from "./collected.ts";
import { runScript, type Sandbox } from "./sandbox.ts";

/** The directory of the sandbox to which {@link copyClosed} copies. */
export const CLOSED_COPY = "collected/closed";

/** Files that the user of the host cannot read, and why the list is incomplete, if it is. */
interface ClosedFiles {
  readonly files: readonly Offered[];
  readonly complaint?: string;
}

type Limits = Pick<ExecOptions, "signal" | "timeoutMs">;

/** With more directories than this, the whole tree is searched. */
const MANY = 50;

/**
 * Lists, in a container, the files in directories below `from` that the user of the host cannot read: those that are newer than
 * the file `since`, or all when that is "".
 */
export async function listClosed(
  sandbox: Sandbox,
  options: Limits & { readonly from: string; readonly since: string; readonly directories: readonly string[] },
): Promise<ClosedFiles> {
  const { from, since, directories, ...limits } = options;
  const paths = directories.length > MANY ? ["."] : directories.map((path) => `./${path}`);
  const args = ["list", sandbox.dir, sandbox.project, from, since, ...paths];
  const result = await runScript(sandbox, "closed.sh", args, limits);
  const { files, partial } = readClosed(result.stdout);
  if (result.code !== 0) return { files, complaint: why(result) };
  return partial === 0 ? { files } : { files, complaint: `${partial} names contain a line break` };
}

/**
 * Copies closed files below `from` to {@link CLOSED_COPY}, where the user of the host can read them. Returns the reason
 * when that fails.
 */
export async function copyClosed(
  sandbox: Sandbox,
  options: Limits & { readonly from: string; readonly paths: readonly string[] },
): Promise<string | undefined> {
  const { from, paths, ...limits } = options;
  const args = ["copy", sandbox.dir, sandbox.project, from], stdin = paths.map((path) => `${path}\0`).join("");
  const result = await runScript(sandbox, "closed.sh", args, { ...limits, stdin });
  return result.code === 0 ? undefined : why(result);
}

/** Reads the output of `closed.sh list`. `partial` is the number of lines that are a part of a name. */
export function readClosed(listing: string): { readonly files: readonly Offered[]; readonly partial: number } {
  const lines = listing.split("\n").filter((line) => line !== "");
  const files = lines.flatMap((line): readonly Offered[] => {
    const [, bytes, path] = /^(\d+) \d+ \d+ (?:\.\/)+(.+)$/.exec(line) ?? [];
    return path === undefined ? [] : [{ path, bytes: Number(bytes), isClosed: true }];
  });
  return { files, partial: lines.length - files.length };
}

const why = ({ kind, stderr }: ExecResult) => stderr.trim().split("\n").at(-1) || kind;
