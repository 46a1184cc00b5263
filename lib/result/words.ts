import type { Event } from "./event.ts";
import type { Result, TestResults } from "./result.ts";

/** How much is printed. */
export type Verbosity = "quiet" | "normal" | "verbose";

/** Formats a duration: `40 ms`, `2.4 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`. */
export function time(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const s = Math.round(ms / 1000), min = Math.floor(s / 60), h = Math.floor(min / 60);
  if (h === 0) return `${min} min ${s % 60} s`;
  return h < 24 ? `${h} h ${min % 60} min` : `${Math.floor(h / 24)} d ${h % 24} h`;
}

/** Returns a number with its noun: `1 try`, `3 tries`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Returns the counts of a test run: `12 tests, 2 failed, 1 skipped`. */
export function countsLine(results: Pick<TestResults, "tests" | "failed" | "skipped">): string {
  const { tests, failed, skipped } = results;
  return `${count(tests, "test", "tests")}, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}

/** Formats a point in time: `2026-01-02 03:04Z`. */
export function date(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")}Z`;
}

/** Formats a point in time in a time zone (IANA name): `2026-01-02 03:04`. */
export function dateIn(timeZone: string, ms: number): string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat("sv-SE", { ...parts, timeZone }).format(ms);
}

/** The mark of a phase, by its status. */
export const MARKS = { passed: "✓", failed: "✗", skipped: "-" } as const;

type Words = { readonly [K in Event["kind"]]: (event: Extract<Event, { kind: K }>) => string | undefined };

/** The line of each kind of event; undefined for events without a line of their own. */
const WORDS: Words = {
  "run-started": (event) => `${event.project} on ${event.host}`,
  "phase-started": () => undefined,
  output: () => undefined,
  check: (event) => ["wait", "restarted"].includes(event.status) ? undefined : `    ${checkWords(event)}`,
  notice: (event) => `  ${event.level === "warning" ? "!" : "·"} ${firstLine(event.text)}`,
  "phase-ended": (event) => event.status === "skipped" ? undefined : `  ${MARKS[event.status]} ${phaseWords(event)}`,
  "run-ended": () => undefined,
};

/** Returns the line of an event; undefined if it has none. */
export function words<E extends Event>(event: E): string | undefined {
  const say = WORDS[event.kind] as (event: E) => string | undefined;
  return say(event);
}

/** Returns the line of a health check's answer. */
export function checkWords(event: Extract<Event, { kind: "check" }>): string {
  const asked = `${count(event.attempts, "try", "tries")}, ${time(event.ms)}`;
  switch (event.status) {
    case "ok":
      return `✓ ${event.name} (${asked})`;
    case "late":
      return `✗ ${event.name}: ${event.answer} (${asked})`;
    case "exited":
      return `✗ service ${event.name} ended with ${event.answer}`;
    case "restarted":
      return `${event.name} ended with ${event.answer}`;
    case "wait":
      return `${event.name}: ${event.answer}`;
    default:
      return event.status satisfies never;
  }
}

/** Returns the line of a phase that ended. Further lines of its message are part of the verdict. */
function phaseWords({ phase, ms, message }: Extract<Event, { kind: "phase-ended" }>): string {
  return `${phase.padEnd(8)}${time(ms)}${message === undefined ? "" : `  ${firstLine(message)}`}`;
}

/** Returns " in PHASE" for the phase that failed; empty for a run that could not start: its phases were skipped. */
export function inPhase({ reason, phases }: Pick<Result, "reason" | "phases">): string {
  const isSkipped = phases.some(({ name, status }) => name === reason?.phase && status === "skipped");
  return reason === null || isSkipped ? "" : ` in ${reason.phase}`;
}

/** Returns who or what started a run. */
export function starter({ owner, trigger, schedule }: Result): string {
  if (schedule !== null) return `${owner}, scheduled ${schedule.cron} (${schedule.zone})`;
  return trigger === "ci" ? `${owner}, in CI` : owner;
}

/** Returns the first line of a text. */
export function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}

/** Returns the last lines of a program's output that are not empty. */
export function lastLines(text: string, count = 20): readonly string[] {
  return text.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "").slice(-count);
}
