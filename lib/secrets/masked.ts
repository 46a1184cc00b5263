import type { Event, Report } from "../result/event.ts";
import type { Result } from "../result/result.ts";
import { Masker } from "./masker.ts";
import { UrlMasker } from "./url_masker.ts";

/**
 * Wraps a reporter: it gets every event with secrets, and what looks like a password in a URL, masked in all texts. The
 * output of a phase is one stream, so a secret that is split over two events is masked too.
 */
export function masked(report: Report, secrets: readonly string[]): Report {
  const stream = maskStream(secrets), single = maskStream(secrets);
  const whole = (text: string) => single.push(text) + single.end();
  let last: Extract<Event, { kind: "output" }> | undefined;
  const show = (text: string) => {
    if (last !== undefined && text !== "") report({ ...last, text });
  };
  return (event) => {
    if (event.kind === "output") {
      last = event;
      return show(stream.push(event.text));
    }
    if (event.kind === "phase-ended" || event.kind === "run-ended") show(stream.end());
    report(mapTexts(event, whole));
  };
}

/** Returns the result with secrets masked, as {@link masked} reports it. */
export function maskedResult(result: Result, secrets: readonly string[]): Result {
  const { push, end } = maskStream(secrets);
  return mapTexts(result, (text) => push(text) + end());
}

function maskStream(secrets: readonly string[]) {
  const masker = new Masker(secrets), urls = new UrlMasker();
  return {
    push: (text: string) => urls.push(masker.push(text)),
    end: () => urls.push(masker.end()) + urls.end(),
  };
}

/**
 * Fields with values of the tool itself. They are not masked, so that a secret with the value "test" does not change a
 * result.
 */
const OWN_FIELDS = new Set(
  "kind phase phases status outcome at level decision evidence ports runId run_id project slug sha started_at ended_at kept_until"
    .split(" "),
);

/** Returns a copy of `value` with `change` applied to every text in it, except in {@link OWN_FIELDS}. */
function mapTexts<T>(value: T, change: (text: string) => string): T {
  const copy = (each: unknown): unknown => {
    if (typeof each === "string") return change(each);
    if (Array.isArray(each)) return each.map(copy);
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [key, OWN_FIELDS.has(key) ? inner : copy(inner)]),
    );
  };
  return copy(value) as T;
}
