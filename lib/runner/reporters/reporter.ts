import type { HubAddress } from "../../hub/client/hub_address.ts";
import type { Outcome } from "../../result/outcome.ts";
import type { Result } from "../../result/result.ts";
import type { Context } from "../../cli/context.ts";

/** A run that has ended, as its reporters see it. */
export interface EndedRun {
  /** The result, without secrets. */
  readonly result: Result;
  /** The run's directory. */
  readonly path: string;
  /** The doctor's findings on the host of a run that ended as `infra`, as text; empty for others. */
  readonly hostFindings: string;
}

/** How a result is reported. */
export interface ReportOptions {
  readonly json: boolean;
  readonly quiet?: boolean;
  /** The state-hub for the result; undefined for none. */
  readonly hub: HubAddress | undefined;
  /** Whether a run that passed is `undelivered` when its result is not delivered to the state-hub. */
  readonly strictReport?: boolean;
}

/** Reports the result of a run. An outcome that it returns replaces the run's own. */
export type Reporter = (
  run: EndedRun,
  context: Context,
  options: ReportOptions,
) => Outcome | undefined | void | Promise<Outcome | undefined | void>;

/** A reporter that writes a file into the run's directory, also for a run that was interrupted. */
export type FileReporter = (
  run: Pick<EndedRun, "result" | "path">,
  context: Pick<Context, "stderr">,
) => Promise<void>;

/** Returns whether a run prints nothing: it passed, and `--quiet` was given. */
export function isSilent({ result }: EndedRun, { quiet = false }: ReportOptions): boolean {
  return quiet && result.outcome === "passed";
}
