import { onHost } from "../host/on_host.ts";
import { count } from "../result/words.ts";
import { readSandbox } from "../sandbox/list_sandboxes.ts";
import { answerOf, type HostAnswers, numberOf } from "./host_answers.ts";
import { type Finding, findingsAt } from "./finding.ts";

const { ok, warning } = findingsAt("host");

/**
 * Checks what earlier runs left on the host: expired sandboxes, and results that were not reported. `host` is for the
 * commands to type.
 */
export function leftFindings(answers: HostAnswers, host: string): readonly Finding[] {
  const sandboxes = (answers.get("sandbox") ?? []).map(readSandbox);
  const expired = sandboxes.filter((each) => each.expired).map(({ project }) => project);
  const leftovers = answers.get("leftover") ?? [];
  const notes = numberOf(answers, "abandoned") ?? 0, native = numberOf(answers, "undelivered") ?? 0;
  const unlisted = answerOf(answers, "unlisted");
  const gc = { mend: `e2e gc --host ${host}`, fix: "gc" } as const;
  return [
    unlisted !== undefined
      ? warning("sandboxes", { found: `${unlisted} cannot be read`, mend: `ls -ld ${unlisted}` })
      : expired.length === 0
      ? ok("sandboxes", count(sandboxes.length, "sandbox", "sandboxes"))
      : warning("sandboxes", { found: `${expired.length} expired: ${expired.join(", ")}`, ...gc }),
    ...(leftovers.length > 0
      ? [warning("leftovers", { found: `${leftovers.length} without a directory: ${leftovers.join(", ")}`, ...gc })]
      : answers.has("engine")
      ? [ok("leftovers", "none")]
      : []), // without an answer of Docker they are unknown
    notes === 0
      ? ok("interrupted runs", "no unreported runs")
      : warning("interrupted runs", { found: count(notes, "unreported run", "unreported runs"), ...gc }),
    native === 0 ? ok("native results", "no undelivered results") : warning("native results", {
      found: count(native, "undelivered result", "undelivered results"),
      mend: onHost(host, "~/.e2e/bin/e2e-host flush"),
    }),
  ];
}
