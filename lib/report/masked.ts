import type { Event, Report } from "../lifecycle/event.ts";
import { Masker } from "./mask.ts";

/** What looks like a password in a URL; it begins with something rare, so that a line of a megabyte takes no time. */
const URL_PASSWORD = /(:\/\/[^\s/:@]{0,256}):[^\s/@]{1,256}@/g;

/** A reporter that passes every event on with the secrets masked, in every text of it, and passwords in URLs too. */
export function masked(report: Report, secrets: readonly string[]): Report {
  const stream = new Masker(secrets);
  let held: Extract<Event, { kind: "output" }> | undefined;
  const flush = () => {
    const text = stream.end();
    if (held !== undefined && text !== "") report({ ...held, text });
    held = undefined;
  };
  const whole = (text: string) => {
    const masker = new Masker(secrets);
    return (masker.push(text) + masker.end()).replace(URL_PASSWORD, "$1:***@");
  };
  return (event) => {
    if (event.kind !== "output") {
      flush();
      return report(deep(event, whole));
    }
    held = event;
    const text = stream.push(event.text).replace(URL_PASSWORD, "$1:***@");
    if (text !== "") report({ ...event, text });
  };
}

/** Fields that hold words of ours: a secret that happens to be "passed" must not hide them. */
const OWN_WORDS = new Set(["kind", "phase", "status", "outcome", "at", "level", "decision", "evidence"]);

/** A copy of `value` with every text in it, words of ours excepted, put through `change`. */
function deep<T>(value: T, change: (text: string) => string): T {
  const copy = (each: unknown): unknown => {
    if (typeof each === "string") return change(each);
    if (Array.isArray(each)) return each.map(copy);
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(
      Object.entries(each).map(([key, inner]) => [key, OWN_WORDS.has(key) ? inner : copy(inner)]),
    );
  };
  return copy(value) as T;
}
