import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { z } from "zod";
import { UserError } from "../errors.ts";
import type { Report } from "../result/event.ts";
import { type RunHeader, runHeaderSchema } from "../result/run_header.ts";
import { BoundedLog } from "../files/bounded_log.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { LineFile } from "../files/line_file.ts";
import { ownerState, ownerText } from "./owner_file.ts";
import { date } from "../result/words.ts";
import { makeWhole, writeWhole } from "../files/write_whole.ts";
import { shortId } from "../result/identity.ts";

/** The directory of all runs of this user on this machine. Source: XDG Base Directory Specification. */
export function runsDirectory(
  env: { readonly XDG_STATE_HOME: string | undefined; readonly HOME: string | undefined },
): string {
  const { XDG_STATE_HOME: state = "", HOME: home = "/" } = env;
  return join(isAbsolute(state) ? state : join(home, ".local/state"), "e2e", "runs");
}

/** The files of a run that goes on. */
export interface RunFiles {
  readonly path: string;
  /** Appends to `events.jsonl` and `output.log`; writes `result.json`, whole or not at all, when the run has ended. */
  readonly report: Report;
  /** May be called again. */
  readonly close: () => void;
}

/** What {@link openRun} is told of a run. */
export interface OpenRunOptions {
  readonly header: RunHeader;
  readonly onError: (message: string) => void;
}

/**
 * Makes the directory of a run, with who owns it. A disk that takes no more breaks nothing: it is told to `onError`, once for
 * the logs and once for the result. Of a run that has a directory already its owner and its result stay. Throws a UserError
 * (`infra`) when the directory cannot be made.
 */
export function openRun(directory: string, { header, onError }: OpenRunOptions): RunFiles {
  const path = join(directory, header.run_id), resultPath = join(path, "result.json");
  const { isNew, events, output } = made(path, header);
  const logs = reportWriteErrors(path, onError), last = reportWriteErrors(resultPath, onError);
  const report: Report = (event) => {
    if (event.kind === "output") return logs(() => output.write(event.text));
    logs(() => events.add(JSON.stringify(event)));
    if (event.kind !== "run-ended" || (!isNew && existsSync(resultPath))) return;
    last(() => writeWhole(resultPath, `${JSON.stringify(event.result, null, 2)}\n`));
  };
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    logs(() => output.close());
    events.close();
  };
  return { path, report, close };
}

function made(path: string, header: RunHeader) {
  try {
    const isNew = makeWhole(path, { owner: ownerText(), "run.json": JSON.stringify(header) });
    return {
      isNew,
      events: new LineFile(join(path, "events.jsonl")),
      output: new BoundedLog(join(path, "output.log")),
    };
  } catch (error) {
    throw new UserError(
      `Cannot make the run's directory "${path}": ${error instanceof Error ? error.message : error}`,
      { hint: "free some space, or set XDG_STATE_HOME to a directory that can be written", outcome: "infra" },
    );
  }
}

/** The form of a stored `run.json`: files of older versions of the tool have fewer fields. */
const storedHeaderSchema = runHeaderSchema.partial();

/** A run that has files here. */
export interface StoredRun {
  readonly runId: string;
  readonly path: string;
  /** `abandoned`: it has no result, and nobody who could still write one. */
  readonly state: "finished" | "running" | "abandoned";
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly header: z.output<typeof storedHeaderSchema>;
  /** The content of `result.json`. */
  readonly result: unknown;
}

/** All runs here, the newest first. */
export function listRuns(directory: string): readonly StoredRun[] {
  return names(directory, RUN_ID).sort().reverse().flatMap((runId) => storedRun(directory, runId) ?? []);
}

/** Whether the tool that will write the result of a run is at work here, as far as can be known. */
export function isGoingOn(directory: string, runId: string): boolean {
  const path = join(directory, runId);
  return !existsSync(join(path, "result.json")) && ownerState(text(join(path, "owner"))) === "alive";
}

/** The directories of all runs here, the oldest first. */
export function runPaths(directory: string): readonly string[] {
  return names(directory, RUN_ID).sort().map((runId) => join(directory, runId));
}

/** Undefined for a run that another tool has just removed. */
function storedRun(directory: string, runId: string): StoredRun | undefined {
  const path = join(directory, runId);
  const isLost = ownerState(text(join(path, "owner"))) === "dead";
  const result = json(join(path, "result.json"));
  const header = storedHeaderSchema.safeParse(json(join(path, "run.json"))).data ?? {};
  const state = result !== undefined ? "finished" : isLost ? "abandoned" : "running";
  const startedAt = new Date(startMs(runId)).toISOString();
  return existsSync(path) ? { runId, path, state, startedAt, header, result } : undefined;
}

/**
 * The run that `id` names: a run id, a short id, a slug for its latest run, or else any unique beginning of an id. Throws a UserError otherwise.
 */
export function findRun(directory: string, id: string): StoredRun {
  const runs = listRuns(directory);
  const begins = runs.filter(({ runId }) => id !== "" && (runId.startsWith(id) || shortId(runId).startsWith(id)));
  const whole = begins.filter(({ runId }) => shortId(runId) === id);
  const latest = runs.filter(({ header }) => header.slug === id).slice(0, 1);
  const found = [whole, latest, begins].find(({ length }) => length > 0) ?? [];
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  throw new UserError(one === undefined ? noRun(id, { directory, last: runs[0] }) : severalRuns(id, found), {
    hint: "e2e history",
  });
}

function noRun(id: string, { directory, last }: { readonly directory: string; readonly last: StoredRun | undefined }) {
  return `There is no run "${id}" in ${directory}: ${
    last === undefined ? "there are none" : `the last one is ${shortId(last.runId)}`
  }`;
}

function severalRuns(id: string, found: readonly StoredRun[]): string {
  const some = found.slice(0, 5).map(({ runId, header, startedAt }) =>
    `${shortId(runId)} (${header.slug ?? "?"}, ${date(Date.parse(startedAt))})`
  );
  return `"${id}" begins ${found.length} runs: ${some.join(", ")}${found.length > some.length ? ", …" : ""}`;
}

/** When a run began: the first 48 bits of its id are milliseconds since 1970. Source: RFC 9562, section 5.7. */
function startMs(runId: string): number {
  return Number.parseInt(runId.replaceAll("-", "").slice(0, 12), 16);
}

const RUN_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

function names(directory: string, pattern: RegExp): string[] {
  try {
    return [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) => pattern.test(name));
  } catch {
    return [];
  }
}

/** Empty for a file that cannot be read. */
function text(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

function json(path: string): unknown {
  try {
    return JSON.parse(text(path));
  } catch {
    return undefined;
  }
}
