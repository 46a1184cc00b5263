import { z } from "@hono/zod-openapi";
import { slugPattern } from "../../contract/slug.ts";

const time = z.iso.datetime({ offset: true });
const ms = z.int().nonnegative();
/** A name of some kind; a host's may have 253 characters. */
export const word = z.string().min(1).max(300);

/** What the hub itself reads of an `e2e_result`; what else is in it is kept as it is. */
export const resultDetailSchema = z.looseObject({
  run_id: z.uuid(),
  slug: z.string().regex(slugPattern),
  outcome: word,
  host: word,
  started_at: time,
  ended_at: time,
  duration_ms: ms,
  schedule: z.looseObject({ id: word, cron: word, zone: word }).nullish(),
  reason: z.looseObject({ phase: word, message: z.string() }).nullish(),
  phases: z.array(z.looseObject({ name: word, status: word, ms })),
  test: z.looseObject({
    results: z.looseObject({ failures: z.array(z.looseObject({ name: z.string() })) }).nullish(),
  }).nullish(),
}).openapi("E2eResultDetail");

/** The detail of an `e2e_result`, as far as the hub reads it. */
export type ResultDetail = z.output<typeof resultDetailSchema>;

/** Deeper than this SQLite reads no JSON, and JavaScript's stack writes none. */
const MAX_DEPTH = 200;

/** The body of `add_progress_event`. Of an `e2e_result` the detail is looked at too; all fields that are not known stay. */
export const progressBodySchema = z.looseObject({
  summary: z.string().min(1),
  event_type: word,
  workstream_id: z.string().nullable().default(null),
  task_id: z.string().nullable().default(null),
  author: z.string(),
  detail: z.record(z.string(), z.unknown()),
}).superRefine((body, context) => {
  if (isDeeper(body, MAX_DEPTH)) return context.addIssue(`Nested deeper than ${MAX_DEPTH}`);
  if (body.event_type !== "e2e_result") return;
  const issues = resultDetailSchema.safeParse(body.detail).error?.issues ?? [];
  for (const { message, path } of issues) context.addIssue({ code: "custom", message, path: ["detail", ...path] });
}).openapi("ProgressEvent");

/** What was posted: a progress event. */
export type ProgressBody = z.output<typeof progressBodySchema>;

/** The detail of a progress event that is the result of a run; undefined for other events. */
export function resultDetail({ event_type, detail }: ProgressBody): ResultDetail | undefined {
  return event_type === "e2e_result" ? resultDetailSchema.parse(detail) : undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}
