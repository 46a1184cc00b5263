import { z } from "zod";
import { parseJson } from "../../files/parse_json.ts";
import type { Event } from "../../result/event.ts";

/** One answer to a health check. */
export type CheckEvent = Extract<Event, { kind: "check" }>;

const checkEventSchema = z.object({
  kind: z.literal("check"),
  at: z.string(),
  name: z.string(),
  status: z.enum(["ok", "wait", "late", "exited", "restarted"]),
  answer: z.string(),
  attempts: z.number(),
  ms: z.number(),
}) satisfies z.ZodType<CheckEvent>;

/**
 * Returns the check events in the text of an `events.jsonl`. Skips other events, and incomplete lines, left by a full disk or a
 * shortened log.
 */
export function readCheckEvents(text: string): readonly CheckEvent[] {
  return text.split("\n").flatMap((line) => checkEventSchema.safeParse(parseJson(line)).data ?? []);
}
