import { z } from "@hono/zod-openapi";
import { scheduleProblem } from "../../contract/schedule_problem.ts";
import { slugPattern } from "../../contract/slug.ts";

const time = z.iso.datetime({ offset: true });
const ms = z.int().nonnegative();
/** A short text, such as an outcome. A host name can have 253 characters. */
export const word = z.string().min(1).max(300);

/**
 * A list of at most `max` items. Its length is checked before its items: a million wrong items would take minutes, and give as
 * many issues.
 */
const list = <T extends z.ZodType>(item: T, max: number) => z.array(z.unknown()).max(max).pipe(z.array(item));

const schedule = z.looseObject({ id: word, cron: word, zone: word });

/** The fields of an `e2e_result` that the hub uses. It stores all other fields unchanged. */
export const resultDetailSchema = z.looseObject({
  run_id: z.uuid(),
  slug: z.string().regex(slugPattern),
  outcome: word,
  host: word,
  started_at: time,
  ended_at: time,
  duration_ms: ms,
  trigger: word.nullish(),
  schedule: schedule.nullish(),
  reason: z.looseObject({ phase: word, message: z.string() }).nullish(),
  phases: list(z.looseObject({ name: word, status: word, ms }), 100),
  test: z.looseObject({
    results: z.looseObject({ failures: list(z.looseObject({ name: z.string() }), 1000) }).nullish(),
  }).nullish(),
}).openapi("E2eResultDetail");

/** The time by which the clock of a host may be ahead. */
const AHEAD_MS = 86_400_000;

const isPast = (at: string) => Date.parse(at) <= Date.now() + AHEAD_MS;

const scheduleSchema = schedule.superRefine(({ cron, zone }, context) => {
  const problem = scheduleProblem(cron);
  if (problem !== undefined) context.addIssue({ code: "custom", message: problem, path: ["cron"] });
  if (!isZone(zone)) context.addIssue({ code: "custom", message: "no time zone", path: ["zone"] });
});

/** Whether the hub can calculate the times of a schedule. */
export const isSchedule = (value: unknown) => scheduleSchema.safeParse(value).success;

/** The detail of an `e2e_schedule`: the schedule that a repository has on a host from `at` on; null: none. */
const scheduleDetailSchema = z.looseObject({
  slug: z.string().regex(slugPattern),
  host: word,
  at: time.refine(isPast, "in the future"),
  schedule: scheduleSchema.nullable(),
});

type ResultDetail = z.output<typeof resultDetailSchema>;

/** SQLite does not read JSON nested much deeper, and writing it would overflow JavaScript's stack. */
const MAX_DEPTH = 200;

const DETAILS = [["e2e_result", resultDetailSchema], ["e2e_schedule", scheduleDetailSchema]] as const;

const bodyFields = z.looseObject({
  summary: z.string().min(1),
  event_type: word,
  workstream_id: z.string().nullable().default(null),
  task_id: z.string().nullable().default(null),
  author: z.string(),
  detail: z.record(z.string(), z.unknown()),
});

/** The schemas take about 10 µs for each value. The 100 kB of a result can hold 50,000. */
const MAX_VALUES = 65_536;

/** Checks the size before the schemas, which visit each value several times. */
function simple(body: unknown, context: z.RefinementCtx): unknown {
  if (isDeeper(body, MAX_DEPTH)) context.addIssue(`Nested deeper than ${MAX_DEPTH}`);
  else if (countValues(body) > MAX_VALUES) context.addIssue(`More than ${MAX_VALUES} values`);
  return body;
}

/** The body of `add_progress_event`. Of an event of the tool the detail is checked too. Unknown fields are kept. */
export const progressBodySchema = z.preprocess(
  simple,
  bodyFields.superRefine((body, context) => {
    const schema = new Map<string, z.ZodType>(DETAILS).get(body.event_type);
    const issues = schema?.safeParse(body.detail).error?.issues ?? [];
    for (const { message, path } of issues) context.addIssue({ code: "custom", message, path: ["detail", ...path] });
  }),
).openapi("ProgressEvent");

/** A stored event: its body, which was checked when it was posted, and the fields that the hub added. */
export const storedEventSchema = bodyFields.extend({ id: z.int(), received_at: z.iso.datetime() }).openapi(
  "StoredEvent",
);

/** The body of a posted progress event. */
export type ProgressBody = z.output<typeof progressBodySchema>;
/** A stored progress event. */
export type StoredEvent = z.output<typeof storedEventSchema>;

/** Returns the detail of an event that is the result of a run; undefined for other events. */
export function resultDetail({ event_type, detail }: ProgressBody): ResultDetail | undefined {
  return event_type === "e2e_result" ? resultDetailSchema.parse(detail) : undefined;
}

/** Returns the detail of an event about a schedule; undefined for other events. */
export function scheduleDetail({ event_type, detail }: ProgressBody) {
  return event_type === "e2e_schedule" ? scheduleDetailSchema.parse(detail) : undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

function countValues(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, each) => sum + countValues(each), 1);
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
