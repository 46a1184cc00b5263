import type { Sandbox } from "../../sandbox/sandbox.ts";
import { compose } from "./compose.ts";
import { passed, type PhaseEnd } from "../../result/phase.ts";
import type { RunContext } from "../run_context.ts";
import { sleep } from "../sleep.ts";
import { upFailure } from "./up_failure.ts";

const WAIT_MS = 2_000;

/** Starts the containers. What is busy, such as a port, is waited for as long as the plan says. */
export async function startStack(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly untilMs: number },
): Promise<PhaseEnd<void>> {
  const giveUpMs = run.now() + run.plan.waitMs;
  for (;;) {
    const result = await compose(run, sandbox, {
      args: ["up", "--detach", "--no-build", "--quiet-pull"],
      timeoutMs: options.untilMs - run.now(),
    });
    if (result.code === 0) return passed(undefined);
    const failed = await upFailure(run, sandbox, { result, what: "The stack did not come up" });
    if (failed.outcome !== "busy" || run.now() + WAIT_MS > giveUpMs || run.signal.aborted) return failed;
    run.recorder.retry(`${failed.message}: trying again in ${WAIT_MS / 1000} s`);
    await sleep(WAIT_MS, run.signal);
  }
}
