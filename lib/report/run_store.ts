import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Report } from "../lifecycle/event.ts";
import { BoundedLog } from "./bounded_log.ts";
import { ownerLives, ownerText } from "./owner_file.ts";

/** The directory of all runs of this user on this machine. Source: XDG Base Directory Specification. */
export function runsDirectory(
  env: { readonly XDG_STATE_HOME: string | undefined; readonly HOME: string | undefined },
): string {
  return join(env.XDG_STATE_HOME || join(env.HOME || "/", ".local/state"), "e2e", "runs");
}

/** What is known of a run before it has a result. */
export interface RunHeader {
  readonly slug: string;
  readonly project: string;
  readonly host: string;
  readonly owner: string;
}

/** The files of a run that goes on. */
export interface RunFiles {
  readonly path: string;
  /** Appends to `events.jsonl` and `output.log`; writes `result.json`, whole or not at all, when the run has ended. */
  readonly report: Report;
  readonly close: () => void;
}

/**
 * Makes the directory of a run, with who owns it. A disk that takes no more is told once, to `onError`, and breaks nothing.
 * Throws a UserError (`infra`) when the directory cannot be made.
 */
export function openRun(
  directory: string,
  options: { readonly runId: string; readonly header: RunHeader; readonly onError: (message: string) => void },
): RunFiles {
  const path = join(directory, options.runId);
  const { events, output } = made(path, options.header);
  let broken = false;
  const careful = (write: () => void) => {
    try {
      write();
    } catch (error) {
      if (!broken) options.onError(`Cannot write to ${path}: ${error instanceof Error ? error.message : error}`);
      broken = true;
    }
  };
  const report: Report = (event) => {
    if (event.kind === "output") return careful(() => output.write(event.text));
    careful(() => events.writeSync(new TextEncoder().encode(`${JSON.stringify(event)}\n`)));
    if (event.kind === "run-ended") {
      careful(() => writeWhole(join(path, "result.json"), `${JSON.stringify(event.result, null, 2)}\n`));
    }
  };
  return {
    path,
    report,
    close: () => {
      careful(() => output.close());
      events.close();
    },
  };
}

function made(path: string, header: RunHeader) {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
    writeWhole(join(path, "owner"), ownerText());
    writeWhole(join(path, "run.json"), JSON.stringify(header));
    const events = Deno.openSync(join(path, "events.jsonl"), { append: true, create: true });
    return { events, output: new BoundedLog(join(path, "output.log")) };
  } catch (error) {
    throw new UserError(
      `Cannot make the run's directory "${path}": ${error instanceof Error ? error.message : error}`,
      {
        hint: "free some space, or set XDG_STATE_HOME to a directory that can be written",
        outcome: "infra",
      },
    );
  }
}

function writeWhole(path: string, text: string): void {
  const file = Deno.openSync(`${path}.new`, { write: true, create: true, truncate: true });
  try {
    const bytes = new TextEncoder().encode(text);
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    file.syncSync();
  } finally {
    file.close();
  }
  Deno.renameSync(`${path}.new`, path);
}

/** A run that has files here. */
export interface StoredRun {
  readonly runId: string;
  readonly path: string;
  /** `abandoned`: it has no result, and nobody who could still write one. */
  readonly state: "finished" | "running" | "abandoned";
  readonly header: Partial<RunHeader>;
  /** The content of `result.json`. */
  readonly result: unknown;
}

/** All runs here, the newest first. */
export function listRuns(directory: string): readonly StoredRun[] {
  return runIds(directory).map((runId) => {
    const path = join(directory, runId);
    const result = json(join(path, "result.json"));
    const state = result !== undefined
      ? "finished"
      : ownerLives(text(join(path, "owner")) ?? "")
      ? "running"
      : "abandoned";
    return { runId, path, state, header: (json(join(path, "run.json")) ?? {}) as Partial<RunHeader>, result };
  });
}

/** The run that `id` names: a run id, a short id, or any unique beginning of either. Throws a UserError otherwise. */
export function findRun(directory: string, id: string): StoredRun {
  const runs = listRuns(directory);
  const found = runs.filter(({ runId }) => id !== "" && (runId.startsWith(id) || runId.slice(-8).startsWith(id)));
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  if (found.length > 1) {
    throw new UserError(`"${id}" is the beginning of several runs: ${found.map(({ runId }) => runId).join(", ")}`, {
      hint: "type more of it",
    });
  }
  const last = runs[0] === undefined ? "there are none" : `the last one is ${runs[0].runId.slice(-8)}`;
  throw new UserError(`There is no run "${id}" in ${directory}: ${last}`, { hint: "e2e history" });
}

/** Removes runs that are too old, and the oldest ones while all together are too large; never `keep`, and none that goes on. */
export function pruneRuns(
  directory: string,
  options: { readonly maxAgeDays: number; readonly maxBytes: number; readonly nowMs: number; readonly keep?: string },
): void {
  const oldestMs = options.nowMs - options.maxAgeDays * 86_400_000;
  let bytes = 0;
  for (const { runId, path, state } of listRuns(directory)) {
    bytes += size(path);
    const isOld = Number.parseInt(runId.replaceAll("-", "").slice(0, 12), 16) < oldestMs;
    if ((isOld || bytes > options.maxBytes) && state !== "running" && runId !== options.keep) {
      Deno.removeSync(path, { recursive: true });
    }
  }
}

function runIds(directory: string): readonly string[] {
  try {
    const names = [...Deno.readDirSync(directory)].map(({ name }) => name);
    return names.filter((name) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(name)).sort().reverse();
  } catch {
    return [];
  }
}

function size(path: string): number {
  return [...Deno.readDirSync(path)].reduce((sum, { name, isDirectory }) => {
    const each = join(path, name);
    return sum + (isDirectory ? size(each) : Deno.lstatSync(each).size);
  }, 0);
}

function text(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(text(path) ?? "");
  } catch {
    return undefined;
  }
}
