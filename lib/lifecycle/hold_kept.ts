import { UserError } from "../errors.ts";
import { quote } from "../host/quote.ts";
import { shortId } from "../result/identity.ts";
import { type Hold, holdSandbox } from "../sandbox/hold_sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { hostFailure, type RunContext } from "./run_context.ts";

/** Exit codes of `hold.sh`. */
const NOT_KEPT = 3, GONE = 4, IN_USE = 75;

/**
 * Holds a kept sandbox for a retest, for at least `keepMs`. Throws a UserError when the sandbox is in use or not kept (`busy`),
 * is gone (`invalid`), or the host does not answer (`infra`).
 */
export async function holdKept(
  run: RunContext,
  sandbox: Sandbox,
  { keepMs }: { readonly keepMs: number },
): Promise<Hold> {
  const held = await holdSandbox(sandbox, { keepMs });
  if (held.kind === "held") return held.hold;
  const { project } = run.plan, { result } = held, on = `--host ${run.transport.name}`;
  switch (result.kind === "exited" ? result.code : undefined) {
    case NOT_KEPT:
      throw new UserError(`Cannot test in sandbox "${project}": its run is in progress, expected a kept sandbox`, {
        outcome: "busy",
        hint: `wait until it has ended: e2e ps ${on}`,
      });
    case IN_USE:
      throw new UserError(`Cannot test in sandbox "${project}": other tests are running in it`, {
        outcome: "busy",
        hint: `try again, or e2e down ${shortId(project)} ${on} ends them`,
      });
    case GONE:
      throw new UserError(`Sandbox "${project}" is being removed`, {
        hint: `e2e run ${quote(run.plan.root)} ${on} --keep makes a new one`,
      });
    default: {
      const { message, outcome, hint } = hostFailure(run, result, "Locking the sandbox");
      throw new UserError(message, { outcome: outcome === "infra" ? outcome : "invalid", hint });
    }
  }
}
