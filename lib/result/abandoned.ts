import { z } from "zod";
import { EXIT_CODES } from "./outcome.ts";
import { type Result, resultSchema } from "./result.ts";

const text = z.string();
const noteSchema = z.looseObject({
  reason: text,
  at: z.iso.datetime(),
  run: z.looseObject({
    run_id: text,
    slug: text,
    project: text,
    host: text,
    owner: text,
    tool_version: text,
    repository: text,
    schedule: resultSchema.shape.schedule.optional(),
    started_at: z.iso.datetime(),
    state_hub: z.strictObject({ workstream_id: text.nullable(), task_id: text.nullable() }).optional(),
  }),
});

const ABANDONED = "Abandoned: ";

/** Whether a result is one of {@link abandonedResult}. */
export function isAbandoned(result: Result): boolean {
  return result.reason?.message.startsWith(ABANDONED) ?? false;
}

/** The result of a run whose controller died, from the note that its host left; undefined when the note does not say which run. */
export function abandonedResult(note: unknown): Result | undefined {
  const parsed = noteSchema.safeParse(note);
  if (!parsed.success) return undefined;
  const { run, at, reason } = parsed.data;
  const end = Date.parse(at);
  const result = resultSchema.safeParse({
    schema_version: 1,
    run_id: run.run_id,
    slug: run.slug,
    project: run.project,
    host: run.host,
    owner: run.owner,
    tool_version: run.tool_version,
    repository: run.repository,
    git: null,
    schedule: run.schedule ?? null,
    started_at: run.started_at,
    ended_at: new Date(end).toISOString(),
    duration_ms: Math.max(0, end - Date.parse(run.started_at)),
    outcome: "infra",
    exit_code: EXIT_CODES.infra,
    reason: {
      phase: "down",
      outcome: "infra",
      message: `${ABANDONED}the run's controller was lost (${reason})`,
      detail: [],
      hint: null,
    },
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
      note: "the host takes it down by itself",
    },
    state_hub: run.state_hub ?? { workstream_id: null, task_id: null },
  });
  return result.success ? result.data : undefined;
}
