import { z } from "zod";
import { EXIT_CODES } from "./outcome.ts";
import { type Result, resultSchema } from "./result.ts";
import { runHeaderSchema } from "./run_header.ts";

/** Notes of older versions of the tool have neither `schedule` nor `state_hub`. */
const noteSchema = z.object({
  reason: z.string(),
  at: z.iso.datetime(),
  run: runHeaderSchema.partial({ schedule: true, state_hub: true }),
});

const ABANDONED = "Abandoned: ";

const abandonedSchema = z.object({ outcome: z.literal("infra"), reason: z.object({ message: z.string() }) });

/**
 * Whether a result, or the detail of an event, comes from {@link abandonedResult}. The result that the run itself stored is
 * better than such a note, whichever comes first.
 */
export function isAbandoned(result: unknown): boolean {
  return abandonedSchema.safeParse(result).data?.reason.message.startsWith(ABANDONED) ?? false;
}

/** Returns the result of an interrupted run, from the note that its host left; undefined if the note does not identify the run. */
export function abandonedResult(note: unknown): Result | undefined {
  const parsed = noteSchema.safeParse(note);
  if (!parsed.success) return undefined;
  const { run, at, reason } = parsed.data;
  const start = Date.parse(run.started_at), end = Math.max(start, Date.parse(at)); // clocks of two machines
  const result = resultSchema.safeParse({
    schema_version: 1,
    ...NOTHING_KNOWN,
    ...run,
    ended_at: new Date(end).toISOString(),
    duration_ms: end - start,
    outcome: "infra",
    exit_code: EXIT_CODES.infra,
    reason: {
      phase: "down",
      outcome: "infra",
      message: `${ABANDONED}the run was interrupted (${reason})`,
      detail: [],
      hint: null,
    },
  });
  return result.success ? result.data : undefined;
}

/** The fields of a result that the note does not have. */
const NOTHING_KNOWN = {
  git: null,
  schedule: null,
  state_hub: { workstream_id: null, task_id: null },
  secondary: [],
  phases: [],
  checks: [],
  test: null,
  services: [],
  docker: null,
  isolation: { ports: "host", address: null, published: {}, changes: [] },
  sent: null,
  tree: null,
  collected: { files: [], cut: [] },
  cleanup: {
    decision: "down",
    verified: false,
    leftovers: [],
    kept_until: null,
    note: "the host removes the sandbox automatically",
  },
};
