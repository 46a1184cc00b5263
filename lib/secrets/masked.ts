import type { Event, Report } from "../result/event.ts";
import type { Result } from "../result/result.ts";
import { Masker } from "./mask.ts";
import { UrlMasker } from "./mask_urls.ts";

/**
 * A reporter that passes every event on with the secrets masked, in every text of it, the result too; and what looks like
 * a password in a URL. The output of a phase is one stream: a secret that comes in two pieces is one.
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
    report(deep(event, whole));
  };
}

/** A result with the secrets masked, as {@link masked} passes it on. */
export function maskedResult(result: Result, secrets: readonly string[]): Result {
  const { push, end } = maskStream(secrets);
  return deep(result, (text) => push(text) + end());
}

function maskStream(secrets: readonly string[]) {
  const masker = new Masker(secrets), urls = new UrlMasker();
  return {
    push: (text: string) => urls.push(masker.push(text)),
    end: () => urls.push(masker.end()) + urls.end(),
  };
}

/** Fields that hold words, names, times and numbers of ours: a secret that happens to be "test" must not spoil a result. */
const OURS = new Set(
  "kind phase phases status outcome at level decision evidence ports runId run_id project slug sha started_at ended_at kept_until"
    .split(" "),
);

/** A copy of `value` with every text in it, fields of ours excepted, put through `change`. */
function deep<T>(value: T, change: (text: string) => string): T {
  const copy = (each: unknown): unknown => {
    if (typeof each === "string") return change(each);
    if (Array.isArray(each)) return each.map(copy);
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, OURS.has(key) ? inner : copy(inner)]));
  };
  return copy(value) as T;
}
