import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { messageOf, UserError } from "../errors.ts";
import { BoundedLog } from "../files/bounded_log.ts";
import { LineFile } from "../files/line_file.ts";
import { reportWriteErrors } from "../files/report_write_errors.ts";
import { makeWhole, writeWhole } from "../files/write_whole.ts";
import type { Report } from "../result/event.ts";
import type { RunHeader } from "../result/run_header.ts";
import { clearMarks } from "./delivery_state.ts";
import { ownerText } from "./owner_file.ts";

/** The open files of a run. */
export interface RunFiles {
  readonly path: string;
  /** Appends to `events.jsonl` and `output.log`. When the run ends, writes `result.json` completely or not at all. */
  readonly report: Report;
  /** Can be called more than once. */
  readonly close: () => void;
}

interface OpenRunOptions {
  readonly header: RunHeader;
  readonly onError: (message: string) => void;
}

/**
 * Creates the directory of a run and opens its files. If the directory exists, its owner and its result stay unchanged. A
 * write error, for example on a full disk, does not stop the run: `onError` gets the first one of the logs and the first one
 * of the result. Throws a UserError (`infra`) when the directory cannot be created.
 */
export function openRun(directory: string, { header, onError }: OpenRunOptions): RunFiles {
  const path = join(directory, header.run_id), resultPath = join(path, "result.json");
  const { isNew, events, output } = openFiles(path, header);
  const writeLog = reportWriteErrors(path, onError), writeResult = reportWriteErrors(resultPath, onError);
  const report: Report = (event) => {
    if (event.kind === "output") return writeLog(() => output.write(event.text));
    writeLog(() => events.add(JSON.stringify(event)));
    if (event.kind !== "run-ended" || (!isNew && existsSync(resultPath))) return;
    writeResult(() => clearMarks(path)); // of a note that another tool stored meanwhile
    writeResult(() => writeWhole(resultPath, `${JSON.stringify(event.result, null, 2)}\n`));
  };
  let isOpen = true;
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    writeLog(() => output.close());
    events.close();
  };
  return { path, report, close };
}

/** Closes the directory of all runs to other users, and the tool's directory above it: earlier versions left them open. */
function closeToOthers(runs: string): void {
  const above = dirname(runs);
  for (const each of basename(above) === "e2e" ? [runs, above] : [runs]) {
    try {
      if (((Deno.statSync(each).mode ?? 0) & 0o077) !== 0) Deno.chmodSync(each, 0o700);
    } catch { /* it does not exist yet, or belongs to another user */ }
  }
}

function openFiles(path: string, header: RunHeader) {
  try {
    closeToOthers(dirname(path));
    const isNew = makeWhole(path, { owner: ownerText(), "run.json": JSON.stringify(header) });
    return {
      isNew,
      events: new LineFile(join(path, "events.jsonl")),
      output: new BoundedLog(join(path, "output.log")),
    };
  } catch (error) {
    throw new UserError(`Cannot create the run's directory "${path}": ${messageOf(error)}`, {
      hint: "free some disk space, or set XDG_STATE_HOME to a writable directory",
      outcome: "infra",
    });
  }
}
