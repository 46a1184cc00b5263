import { join } from "node:path";
import type { Event } from "../../result/event.ts";
import type { Result } from "../../result/result.ts";
import { count } from "../../result/words.ts";

/** What a health check answered at one time. */
export type CheckEvent = Extract<Event, { kind: "check" }>;

/** What a page shows of a run. */
export interface RunView {
  readonly result: Result;
  /** The answers of the checks, the oldest first. */
  readonly events?: readonly CheckEvent[];
  /** What the phases wrote. */
  readonly output?: string;
  readonly services?: readonly { readonly name: string; readonly log: string }[];
  /** What of all this was left out or shortened, in words. */
  readonly cut: readonly string[];
}

const MAX_LOG_BYTES = 1_000_000;
const MAX_ALL_BYTES = 6_000_000;

/** A run with what lies in its directory: of long logs the beginning and the end. What cannot be read is left out, and told. */
export function readRunView(directory: string, result: Result): RunView {
  const cut: string[] = [];
  const names = logNames(join(directory, "services"), cut);
  const maxBytes = Math.min(MAX_LOG_BYTES, Math.floor(MAX_ALL_BYTES / (names.length + 1)));
  const log = (name: string) => readBounded(join(directory, name), { name, maxBytes, cut });
  const services = names.map((name) => ({ name: name.replace(/\.log$/, ""), log: log(`services/${name}`) }));
  return { result, events: checkEvents(log("events.jsonl")), output: log("output.log"), services, cut };
}

function logNames(directory: string, cut: string[]): readonly string[] {
  try {
    return [...Deno.readDirSync(directory)].filter(({ isFile }) => isFile).map(({ name }) => name).sort();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) cut.push(`services: ${words(error)}`);
    return [];
  }
}

interface Bounds {
  readonly name: string;
  readonly maxBytes: number;
  readonly cut: string[];
}

function readBounded(path: string, { name, maxBytes, cut }: Bounds): string {
  try {
    const { size } = Deno.lstatSync(path);
    if (size <= maxBytes) return Deno.readTextFileSync(path);
    cut.push(`${name}: ${count(size - maxBytes, "byte", "bytes")} of ${size} in the middle`);
    return headAndTail(path, { size, half: Math.floor(maxBytes / 2) });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) cut.push(`${name}: ${words(error)}`);
    return "";
  }
}

function headAndTail(path: string, { size, half }: { readonly size: number; readonly half: number }): string {
  using file = Deno.openSync(path);
  const head = readAt(file, { at: 0, length: half }), tail = readAt(file, { at: size - half, length: half });
  return `${head}\n… ${size - 2 * half} bytes cut …\n${tail}`;
}

function readAt(file: Deno.FsFile, { at, length }: { readonly at: number; readonly length: number }): string {
  file.seekSync(at, Deno.SeekMode.Start);
  const bytes = new Uint8Array(length);
  let read = 0;
  for (let n = file.readSync(bytes); n !== null && n > 0; n = file.readSync(bytes.subarray(read))) read += n;
  return new TextDecoder().decode(bytes.subarray(0, read));
}

/** Lines that are torn, by a cut or a full disk, are left out. */
function checkEvents(text: string): readonly CheckEvent[] {
  return text.split("\n").flatMap((line) => {
    try {
      const event = JSON.parse(line) as Event;
      return event.kind === "check" ? [event] : [];
    } catch {
      return [];
    }
  });
}

const words = (error: unknown) => error instanceof Error ? error.message : String(error);
