import { tabRows } from "../../files/tab_rows.ts";
import type { CheckAnswer } from "../../result/event.ts";

/** A line of `ready.sh`. With `exited` and `restarted` the name is a service's, else a check's. */
type ReadyLine = Omit<CheckAnswer, "status"> & { readonly status: CheckAnswer["status"] | "restarted" };

const STATUSES: readonly ReadyLine["status"][] = ["ok", "wait", "late", "exited", "restarted"];

/** Parses a line of `ready.sh`: name, status, last answer, attempts, milliseconds. Returns undefined for any other line. */
export function readyLine(line: string): ReadyLine | undefined {
  const [name = "", word, answer = "", attempts = "0", ms = "0"] = tabRows(line)[0] ?? [];
  const status = STATUSES.find((each) => each === word);
  return status === undefined ? undefined : { name, status, answer, attempts: Number(attempts), ms: Number(ms) };
}
