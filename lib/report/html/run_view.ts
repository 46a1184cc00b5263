import { join } from "node:path";
import { messageOf } from "../../errors.ts";
import type { Result } from "../../result/result.ts";
import { type CheckEvent, readCheckEvents } from "./check_events.ts";
import { readBounded } from "./read_bounded.ts";

/** What a page shows of a run. */
export interface RunView {
  readonly result: Result;
  /** The answers to the health checks, oldest first. */
  readonly events?: readonly CheckEvent[];
  /** The output of all phases. */
  readonly output?: string;
  readonly services?: readonly { readonly name: string; readonly log: string }[];
  /** What was left out or shortened, as sentences for people. */
  readonly cut: readonly string[];
}

const MAX_LOG_BYTES = 1_000_000;
const MAX_ALL_BYTES = 6_000_000;

/**
 * Reads the files in a run's directory. Long logs keep their beginning and end. `cut` lists what was shortened or
 * cannot be read.
 */
export function readRunView(directory: string, result: Result): RunView {
  const cut: string[] = [];
  const names = logNames(join(directory, "services"), cut);
  const maxBytes = Math.min(MAX_LOG_BYTES, Math.floor(MAX_ALL_BYTES / (names.length + 1)));
  const log = (name: string) => readBounded(join(directory, name), { name, maxBytes, cut });
  const services = names.map((name) => ({ name: name.replace(/\.log$/, ""), log: log(`services/${name}`) }));
  return { result, events: readCheckEvents(log("events.jsonl")), output: log("output.log"), services, cut };
}

function logNames(directory: string, cut: string[]): readonly string[] {
  try {
    return [...Deno.readDirSync(directory)].filter(({ isFile }) => isFile).map(({ name }) => name).sort();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) cut.push(`services: ${messageOf(error)}`);
    return [];
  }
}
