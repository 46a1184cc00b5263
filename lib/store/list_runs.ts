import { existsSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { runHeaderSchema } from "../result/run_header.ts";
import { ownerState } from "./owner_file.ts";

/** The schema of a stored `run.json`. Another version of the tool may have written it, so each field may be missing. */
const storedHeaderSchema = runHeaderSchema.partial();

/** A run with a directory on this machine. */
export interface StoredRun {
  readonly runId: string;
  readonly path: string;
  /** `abandoned`: an interrupted run. It has no result, and the process that would write one has ended. */
  readonly state: "finished" | "running" | "abandoned";
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Empty when `run.json` cannot be read. */
  readonly header: z.output<typeof storedHeaderSchema>;
  /** The content of `result.json`, unchecked; undefined when there is none. */
  readonly result: unknown;
}

/** Returns all runs in a runs directory, newest first. */
export function listRuns(directory: string): readonly StoredRun[] {
  return runIds(directory).reverse().flatMap((runId) => storedRun(directory, runId) ?? []);
}

/** Returns the directories of all runs in a runs directory, oldest first. */
export function runPaths(directory: string): readonly string[] {
  return runIds(directory).map((runId) => join(directory, runId));
}

/** Returns whether a process on this machine is still running the run and will write its result. */
export function isGoingOn(directory: string, runId: string): boolean {
  const path = join(directory, runId);
  return !existsSync(join(path, "result.json")) && ownerState(readText(join(path, "owner"))) === "alive";
}

/** Returns undefined when another process has just removed the run. */
function storedRun(directory: string, runId: string): StoredRun | undefined {
  const path = join(directory, runId);
  const isDead = ownerState(readText(join(path, "owner"))) === "dead";
  const result = parseJson(readText(join(path, "result.json")));
  const header = storedHeaderSchema.safeParse(parseJson(readText(join(path, "run.json")))).data ?? {};
  const state = result !== undefined ? "finished" : isDead ? "abandoned" : "running";
  return existsSync(path) ? { runId, path, state, startedAt: startedAt(runId), header, result } : undefined;
}

/** Returns when a run started: the first 48 bits of its id are milliseconds since 1970. Source: RFC 9562, section 5.7. */
export function startedAt(runId: string): string {
  return new Date(Number.parseInt(runId.replaceAll("-", "").slice(0, 12), 16)).toISOString();
}

const RUN_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Returns run ids, oldest first; none when the directory cannot be read. */
function runIds(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map(({ name }) => name).filter((name) => RUN_ID.test(name)).sort();
  } catch {
    return [];
  }
}
