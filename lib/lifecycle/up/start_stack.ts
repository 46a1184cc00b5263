import { composeUp } from "../../compose/compose_argv.ts";
import type { ComposeModel } from "../../compose/compose_model.ts";
import { passed, type PhaseEnd } from "../../result/phase.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RunContext } from "../run_context.ts";
import { sleep } from "../../host/sleep.ts";
import { compose, composeProject } from "./compose.ts";
import { upFailure } from "./up_failure.ts";

const WAIT_MS = 2_000;

/** Starts the containers. If something is busy, such as a port, tries again for as long as the plan says. */
export async function startStack(
  run: RunContext,
  sandbox: Sandbox,
  { model, untilMs }: { readonly model: ComposeModel; readonly untilMs: number },
): Promise<PhaseEnd<void>> {
  const giveUpMs = run.now() + run.plan.waitMs, argv = composeUp(composeProject(sandbox));
  for (;;) {
    const result = await compose(run, sandbox, { argv, untilMs });
    if (result.code === 0) return passed(undefined);
    const failed = await upFailure(run, sandbox, { result, what: "The stack did not start", model });
    if (failed.outcome !== "busy" || run.now() + WAIT_MS > giveUpMs || run.signal.aborted) return failed;
    run.recorder.retry(`${failed.message}: trying again in ${WAIT_MS / 1000} s`);
    await sleep(WAIT_MS, run.signal);
  }
}
