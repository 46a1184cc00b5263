import type { Transport } from "../host/transport.ts";
import { abandonedResult } from "../lifecycle/abandoned.ts";
import { openRun } from "../report/run_store.ts";
import { abandonedNotes, forgetNote, sweep } from "../sandbox/sweep.ts";
import type { Context } from "./context.ts";
import { runsHere } from "./runs_here.ts";

/** Sweeps a host, and reports the runs there whose controller was lost, each once. */
export async function reportAbandoned(transport: Transport, context: Context): Promise<void> {
  await sweep(transport);
  const runs = runsHere(context);
  for (const abandoned of await abandonedNotes(transport)) {
    const result = abandonedResult(abandoned.content);
    if (result !== undefined) {
      const { run_id: runId, slug, project, host, owner } = result;
      const files = openRun(runs, {
        runId,
        header: { slug, project, host, owner },
        onError: (message) => context.stderr(`${message}\n`),
      });
      files.report({ kind: "run-ended", at: result.ended_at, result });
      files.close();
      context.stderr(
        `Run ${project} of ${result.started_at} was abandoned: its controller was lost, the host took the sandbox down\n`,
      );
    }
    await forgetNote(transport, abandoned);
  }
}
