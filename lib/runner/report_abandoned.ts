import { existsSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Transport } from "../host/transport.ts";
import { abandonedResult } from "../result/abandoned.ts";
import type { Result } from "../result/result.ts";
import { runHeaderSchema } from "../result/run_header.ts";
import { isGoingOn, listRuns } from "../store/list_runs.ts";
import { openRun } from "../store/open_run.ts";
import { removeGitCopy } from "../repository/git_copy.ts";
import { abandonedNotes, forgetNote, hasResult } from "../sandbox/sweep.ts";
import type { Context } from "../cli/context.ts";
import { FILE_REPORTERS } from "./reporters/report_result.ts";
import { runsHere } from "./runs_here.ts";

/**
 * Reports interrupted runs, each once: those that the host has a note of, and those of this machine. Also reports runs that
 * were killed on this machine and left no note on the host: before they had a sandbox, or while it was removed.
 */
export async function reportAbandoned(transport: Transport, context: Context): Promise<void> {
  await reportNotes(transport, context);
  for (const { state, header, runId, startedAt } of listRuns(runsHere(context))) {
    if (state !== "abandoned") continue;
    const note = {
      reason: "it ended before the run did",
      at: new Date(context.now()).toISOString(),
      run: { ...header, run_id: runId, started_at: startedAt },
    };
    await tryStore(abandonedResult(note), context);
  }
}

/** Reports the runs that the host has a note of, and removes the notes. A run that has a result needs no note. */
async function reportNotes(transport: Transport, context: Context): Promise<void> {
  const { notes, complaint } = await abandonedNotes(transport);
  if (complaint !== undefined && !context.signal.aborted) {
    context.stderr(`Cannot read all notes of interrupted runs on ${transport.name}: ${complaint}\n`);
  }
  for (const note of notes) {
    const result = abandonedResult(note.content);
    // The tool may still be running here without a connection to the host. Then it will store a better result.
    if (result !== undefined && isGoingOn(runsHere(context), result.run_id)) continue;
    const isKnown = result !== undefined && await hasResult(transport, note, result.run_id);
    if (isKnown || await tryStore(result, context)) await forgetNote(transport, note);
  }
}

/** Stores a result, and returns whether that was possible. Prints an error, such as in a directory of another user. */
async function tryStore(result: Result | undefined, context: Context): Promise<boolean> {
  try {
    if (result !== undefined) await store(result, context);
    return true;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.stderr(`${error.message}\n`);
    return false;
  }
}

/** Stores the result of an interrupted run and prints a line about it, unless the run has a result here. */
async function store(result: Result, context: Context): Promise<void> {
  const header = runHeaderSchema.parse(result), runs = runsHere(context);
  if (existsSync(join(runs, header.run_id, "result.json"))) return;
  const files = openRun(runs, { header, onError: (message) => context.stderr(`${message}\n`) });
  files.report({ kind: "run-ended", at: result.ended_at, result });
  files.close();
  await removeGitCopy(files.path);
  for (const write of FILE_REPORTERS) await write({ result, path: files.path }, context);
  context.stderr(`Run ${header.project} of ${header.started_at} was interrupted: the host removes its sandbox\n`);
}
