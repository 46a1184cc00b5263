import type { ExecResult } from "../../host/exec.ts";
import { type Failure, failure } from "../../result/phase.ts";
import { lastLines } from "../../result/words.ts";
import { hostFailure, type RunContext } from "../run_context.ts";

/** rsync's exit codes for files that could not be read or written, or that were removed, while it ran. Source: rsync(1), EXIT VALUES. */
export const PARTIAL_CODES = [23, 24];

/** Returns why rsync failed. The tool does not check beforehand whether this machine's rsync exists and is new enough. */
export function sendFailure(run: RunContext, result: ExecResult): Failure {
  if (result.kind === "exited" && result.code === 127) {
    return failure("infra", "rsync is not installed on this machine", { hint: "sudo apt-get install rsync" });
  }
  const detail = lastLines(result.stderr), isPartial = PARTIAL_CODES.includes(result.code); // then it names files
  if (result.kind === "exited" && !isPartial && /unknown option|unrecognized option/.test(result.stderr)) {
    return failure("infra", `rsync is too old, here or on ${run.transport.name}: expected 3.0 or newer`, {
      detail,
      hint: "rsync --version",
    });
  }
  const words = detail.find((line) => line.startsWith("rsync: "));
  if (result.kind === "exited" && isPartial && words !== undefined) {
    return failure("infra", `rsync could not send every file: ${words.slice("rsync: ".length)}`, { detail });
  }
  return hostFailure(run, result, "Sending the repository");
}
