import type { Event } from "../lifecycle/event.ts";

/** How much people want to be told. */
export type Verbosity = "quiet" | "normal" | "verbose";

/** A time as people read it: `40 ms`, `2.4 s`, `3 min 20 s`. */
export function time(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round(ms % 60_000 / 1000)} s`;
}

/** A number with its noun: `1 try`, `3 tries`. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

const MARKS = { passed: "✓", failed: "✗", skipped: "-" } as const;

type Words = { readonly [K in Event["kind"]]: (event: Extract<Event, { kind: K }>) => string | undefined };

/** What each kind of event is in one line; undefined for what is no line of its own. */
const WORDS: Words = {
  "run-started": (event) => `${event.project} on ${event.host}`,
  "phase-started": () => undefined,
  output: () => undefined,
  check: (event) => event.status === "wait" ? undefined : `    ${checkWords(event)}`,
  notice: (event) => `  ${event.level === "warning" ? "!" : "·"} ${event.text}`,
  "phase-ended": (event) =>
    event.status === "skipped"
      ? undefined
      : `  ${MARKS[event.status]} ${event.phase.padEnd(8)}${time(event.ms)}${
        event.message === undefined ? "" : `  ${event.message}`
      }`,
  "run-ended": () => undefined,
};

/** What an event is in one line for people; undefined for what is no line of its own. */
export function words<E extends Event>(event: E): string | undefined {
  const say = WORDS[event.kind] as (event: E) => string | undefined;
  return say(event);
}

/** What a check answered, in one line. */
export function checkWords(event: Extract<Event, { kind: "check" }>): string {
  const asked = `${count(event.attempts, "try", "tries")}, ${time(event.ms)}`;
  switch (event.status) {
    case "ok":
      return `✓ ${event.name} (${asked})`;
    case "late":
      return `✗ ${event.name}: ${event.answer} (${asked})`;
    case "exited":
      return `✗ service ${event.name} ended with ${event.answer}`;
    case "wait":
      return `${event.name}: ${event.answer}`;
    default:
      return event.status satisfies never;
  }
}
