import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { abandonedResult, isAbandoned } from "../result/abandoned.ts";
import type { Result } from "../result/result.ts";
import { runHeaderSchema } from "../result/run_header.ts";
import { isGoingOn, listRuns, openRun } from "../store/run_store.ts";
import { abandonedNotes, forgetNote } from "../sandbox/sweep.ts";
import type { Context } from "../cli/context.ts";
import { resultAt } from "./deliver_results.ts";
import { writePages } from "./run_reports.ts";
import { runsHere } from "./runs_here.ts";

/**
 * Reports the runs whose controller was lost, each once: those of which the host has a note, and those that died here, of
 * which there may be none: before they had a sandbox, or while it was taken down.
 */
export async function reportAbandoned(transport: Transport, context: Context): Promise<void> {
  const { notes, complaint } = await abandonedNotes(transport);
  if (complaint !== undefined) {
    context.stderr(`Cannot read all notes of abandoned runs on ${transport.name}: ${complaint}\n`);
  }
  for (const abandoned of notes) {
    const result = abandonedResult(abandoned.content);
    // Its own controller may be there still, behind a host that was away, and knows more.
    if (result !== undefined && isGoingOn(runsHere(context), result.run_id)) continue;
    if (await tell(result, context)) await forgetNote(transport, abandoned);
  }
  for (const { state, header, runId, startedAt } of listRuns(runsHere(context))) {
    if (state !== "abandoned") continue;
    const note = {
      reason: "it ended before the run did",
      at: new Date(context.now()).toISOString(),
      run: { ...header, run_id: runId, started_at: startedAt },
    };
    await tell(abandonedResult(note), context);
  }
}

/** What cannot be told of another run, such as in a directory of another user's, does not stop this one; gives whether it was. */
async function tell(result: Result | undefined, context: Context): Promise<boolean> {
  try {
    await store(result, context);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.stderr(`${error.message}\n`);
    return false;
  }
}

/** Stores and shows the result of a lost run, unless it has been told as lost already. */
async function store(result: Result | undefined, context: Context): Promise<void> {
  if (result === undefined) return;
  const runs = runsHere(context);
  const header = runHeaderSchema.parse(result);
  const known = resultAt(join(runs, header.run_id));
  if (known !== undefined && isAbandoned(known)) return;
  const onError = (message: string) => context.stderr(`${message}\n`);
  const files = openRun(runs, { header, onError });
  files.report({ kind: "run-ended", at: result.ended_at, result });
  files.close();
  if (known === undefined) await writePages(result, { path: files.path, own: [], onError });
  context.stderr(
    `Run ${header.project} of ${header.started_at} was abandoned: its controller was lost, the host takes the sandbox down by itself\n`,
  );
}
