import type { Transport } from "../host/transport.ts";
import { abandonedResult } from "../lifecycle/abandoned.ts";
import { openRun } from "../report/run_store.ts";
import { abandonedNotes, forgetNote } from "../sandbox/sweep.ts";
import type { Context } from "./context.ts";
import { runsHere } from "./runs_here.ts";

/** Reports the runs of a host whose controller was lost, each once: what is left of them is its note. */
export async function reportAbandoned(transport: Transport, context: Context): Promise<void> {
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
