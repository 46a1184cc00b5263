import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { makeWhole } from "../files/write_whole.ts";
import { deliveryState } from "./delivery_state.ts";
import { runPaths, startedAt } from "./list_runs.ts";

/**
 * An event for the state-hub that is not the result of a run. It has a directory beside those of the runs, in which the same
 * files record its delivery.
 */
const eventSchema = z.object({
  summary: z.string(),
  event_type: z.string(),
  workstream_id: z.null(),
  task_id: z.null(),
  author: z.string(),
  detail: z.looseObject({ slug: z.string() }),
});

type StoredEvent = z.output<typeof eventSchema>;

const eventsBeside = (runs: string) => join(dirname(runs), "events");

/** Stores an event until it is delivered. `id` is a UUIDv7. Returns its directory. */
export function storeEvent(runs: string, id: string, event: StoredEvent): string {
  const path = join(eventsBeside(runs), id);
  makeWhole(path, { "event.json": JSON.stringify(event) });
  return path;
}

/** Returns the directories of the events beside a runs directory, oldest first. */
export const eventPaths = (runs: string): readonly string[] => runPaths(eventsBeside(runs));

/** Returns the event in directory `path`; undefined in that of a run. */
export function storedEvent(path: string): StoredEvent | undefined {
  return eventSchema.safeParse(parseJson(readText(join(path, "event.json")))).data;
}

/** Removes the events that are delivered or older than `maxAgeDays`. */
export function pruneEvents(runs: string, { maxAgeDays, nowMs }: { maxAgeDays: number; nowMs: number }): void {
  for (const path of eventPaths(runs)) {
    if (
      deliveryState(path).kind !== "delivered" &&
      Date.parse(startedAt(basename(path))) > nowMs - maxAgeDays * 86_400_000
    ) continue;
    reportWriteErrors(path, () => {})(() => Deno.removeSync(path, { recursive: true }));
  }
}
