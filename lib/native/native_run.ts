import { join, resolve } from "node:path";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { UserError } from "../errors.ts";
import type { Event } from "../result/event.ts";
import type { Result } from "../result/result.ts";
import type { Schedule } from "../result/run_header.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { jsonLines } from "../report/json_lines.ts";
import { plainText } from "../report/clean_text.ts";
import { firstLine } from "../result/words.ts";
import { writeWhole } from "../files/write_whole.ts";
import type { Context } from "../cli/context.ts";
import { logged } from "./native_log.ts";
import type { NativeContext } from "./native_context.ts";
import { openNative } from "./open_native.ts";
import { duration, flag, hubHere, hubOption, jsonOption } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { runOne } from "../runner/run_one.ts";

const examples = ["e2e-host ~/activity-core", "e2e-host ~/shop --ref main --no-pull"];

const parser = object({
  dir: argument(string({ metavar: "DIR" }), { description: message`a checkout with e2e/e2e.yml` }),
  noPull: flag("--no-pull", message`do not pull before the run`),
  ref: optional(option("--ref", string({ metavar: "REF" }), {
    description: message`run this branch, tag or commit; the checkout does not change`,
  })),
  scheduleId: optional(option("--schedule-id", string({ metavar: "ID", pattern: /^[a-z0-9][a-z0-9-]{0,39}$/ }), {
    description: message`the schedule that starts the run; a schedule has one run at a time`,
  })),
  schedule: optional(option("--schedule", string({ metavar: "FIELDS" }), {
    description: message`the schedule's five cron fields (default: the contract's)`,
  })),
  jitterMs: optional(
    option("--jitter", duration(), { description: message`wait a random time before the run, at most this long` }),
  ),
  hub: hubOption,
  json: jsonOption,
});

const command = { name: "e2e-host", parser, examples };

/** `e2e-host DIR`: pulls, runs, stores and reports. Prints nothing when the run passes, and otherwise one line. */
export const nativeRun = defineCommand(command, async (options, context: NativeContext, { own }) => {
  if (options.schedule !== undefined && options.scheduleId === undefined) {
    throw new UserError("--schedule was given without --schedule-id", { hint: "e2e-host DIR --help" });
  }
  const dir = resolve(context.cwd, options.dir), hub = hubHere(options.hub, context);
  await pause(options.jitterMs ?? 0, context);
  await using opened = await openNative({ ...options, dir }, context);
  const { planned, refused, name } = opened;
  using log = logged({ name, what: own.join(" ") }, context);
  let result: Result | undefined;
  const json = options.json ? jsonLines(context.stdout) : () => {};
  const also = (event: Event) => {
    if (event.kind === "run-started" && refused?.outcome !== "busy") noteLast(event.runId, opened.schedule, context);
    if (event.kind === "run-ended") result = event.result;
    json(event);
  };
  const { outcome } = await runOne(planned, { ...SHOWN, hub, also, refused }, log.context);
  if (outcome !== "passed" && context.terminal === undefined) context.stderr(failureLine(result, outcome, log.path));
  return exitCodeAfter(outcome, context.signal);
});

/** How a native run is shown and reported. Its events go to the log as text, also with `--json`. */
const SHOWN = { host: "local", json: false, alone: true } as const;

/** Writes the id of a schedule's last run to a file beside its lock. */
function noteLast(runId: string, schedule: Schedule | undefined, { native, stderr }: NativeContext): void {
  if (schedule === undefined) return;
  const path = join(native.home, "schedules", `${schedule.id}.last`);
  reportWriteErrors(path, (message) => stderr(`${message}\n`))(() => writeWhole(path, `${runId}\n`));
}

/** Returns one line, for cron's mail, about a run that did not pass. */
function failureLine(result: Result | undefined, outcome: string, log: string): string {
  const why = result?.reason === null || result === undefined ? "" : `: ${firstLine(result.reason.message)}`;
  return `${plainText(`e2e ${result?.slug ?? ""} ${outcome}${why} (${log})`)}\n`;
}

/** Waits a random time, so that hosts with the same schedule do not all start at once. */
async function pause(limitMs: number, { env, signal }: Context): Promise<void> {
  if (limitMs === 0 || env("E2E_JITTER") === "0") return;
  await new Promise<void>((go) => {
    const timer = setTimeout(go, Math.random() * limitMs);
    signal.addEventListener("abort", () => go(clearTimeout(timer)), { once: true });
  });
}
