import type { Result } from "../../result/result.ts";
import { firstLine, inPhase, time } from "../../result/words.ts";

/** The event that is sent to the state-hub for a run: the body of its `add_progress_event`. Source: docs/state-hub.md. */
export type ProgressEvent = ReturnType<typeof progressEvent>;

/** The result, shortened if it is too large. */
type Detail = Result & { readonly cut: readonly string[] };

const MAX_DETAIL_BYTES = 100_000;

/** Returns the event for a run. `detail` has at most 100 kB as JSON; its `cut` lists what was left out. */
export function progressEvent(result: Result) {
  return {
    summary: summaryOf(result),
    event_type: "e2e_result",
    ...result.state_hub,
    author: result.owner,
    detail: shortenedDetail(result),
  };
}

/** Returns one line: slug, outcome, failed phase and reason, duration, host. */
function summaryOf(result: Result): string {
  const { slug, outcome, reason, duration_ms, host, test } = result;
  const failed = test?.results?.failures.map(({ name }) => name) ?? [];
  const names = failed.length === 0 ? "" : ` [${failed.slice(0, 3).join(", ")}${failed.length > 3 ? ", …" : ""}]`;
  const why = reason === null ? "" : `${inPhase(result)}: ${shortened(firstLine(reason.message), 200)}`;
  return `e2e ${slug} ${outcome}${why}${shortened(names, 300)} (${time(duration_ms)}, ${host})`;
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The parts of a result that are shortened if it is too large, least important first. */
const CUTS: readonly { readonly what: string; readonly cut: (result: Result) => Result }[] = [
  { what: "collected.files", cut: (result) => ({ ...result, collected: { ...result.collected, files: [] } }) },
  { what: "isolation.changes", cut: (result) => ({ ...result, isolation: { ...result.isolation, changes: [] } }) },
  { what: "secondary", cut: (result) => ({ ...result, secondary: [] }) },
  { what: "collected.cut", cut: (result) => ({ ...result, collected: { ...result.collected, cut: [] } }) },
  {
    what: "all texts after 2,000 characters, all lists after 50",
    cut: (result) => bounded(result, 2_000, 50) as Result,
  },
  { what: "all texts after 200 characters, all lists after 20", cut: (result) => bounded(result, 200, 20) as Result },
];

function shortenedDetail(result: Result): Detail {
  let detail: Detail = { ...result, cut: [] };
  for (const { what, cut } of CUTS) {
    if (bytes(detail) <= MAX_DETAIL_BYTES) break;
    detail = { ...cut(detail), cut: [...detail.cut, what] };
  }
  return detail;
}

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

function bounded(value: unknown, characters: number, items: number): unknown {
  if (typeof value === "string") return shortened(value, characters);
  if (Array.isArray(value)) return value.slice(0, items).map((each) => bounded(each, characters, items));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).slice(0, Math.max(items, 50));
  return Object.fromEntries(entries.map(([key, each]) => [key, bounded(each, characters, items)]));
}
