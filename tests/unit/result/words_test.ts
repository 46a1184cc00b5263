import assert from "node:assert/strict";
import type { Event } from "../../../lib/result/event.ts";
import { dateIn, time, words } from "../../../lib/result/words.ts";
import { check, ended, notice, output, passedResult, phaseEnded, phaseStarted, started } from "./events.ts";

type Cases = {
  readonly [K in Event["kind"]]: readonly (readonly [event: Event & { kind: K }, text: string | undefined])[];
};
const as = <K extends Event["kind"]>(event: Event) => event as Event & { kind: K };

/** A kind of event without a case here does not compile. */
const CASES: Cases = {
  "run-started": [[as(started), "e2e-shop-1a2b3c4d on ana@box"]],
  "phase-started": [[as(phaseStarted("up")), undefined]],
  output: [[as(output("x\n")), undefined]],
  check: [
    [as(check("ok")), "    ✓ web (3 tries, 2.4 s)"],
    [as(check("ok", { attempts: 1, ms: 12 })), "    ✓ web (1 try, 12 ms)"],
    [as(check("wait")), undefined],
    [as(check("late", { answer: "502", ms: 120_000 })), "    ✗ web: 502 (3 tries, 2 min 0 s)"],
    [as(check("restarted", { answer: "code 3 (1 restart)" })), undefined],
    [as(check("exited", { answer: "exit code 1" })), "    ✗ service web ended with exit code 1"],
  ],
  notice: [
    [as(notice("looking again in 250 ms")), "  ! looking again in 250 ms"],
    [as(notice("took container_name out of web", "info")), "  · took container_name out of web"],
  ],
  "phase-ended": [
    [as(phaseEnded("passed")), "  ✓ test    2.4 s"],
    [as(phaseEnded("passed", { phase: "sync", message: "12 files" })), "  ✓ sync    2.4 s  12 files"],
    [as(phaseEnded("failed", { phase: "collect", message: "no answer\nmore" })), "  ✗ collect 2.4 s  no answer"],
    [as(phaseEnded("skipped")), undefined],
  ],
  "run-ended": [[as(ended(passedResult)), undefined]],
};

for (const [kind, cases] of Object.entries(CASES)) {
  Deno.test(`words() returns one line for ${kind}`, () => {
    for (const [event, text] of cases) assert.equal(words<Event>(event), text);
  });
}

Deno.test("time() rounds", () => {
  const cases = [
    [0, "0 ms"],
    [99, "99 ms"],
    [100, "0.1 s"],
    [2449, "2.4 s"],
    [59_949, "59.9 s"],
    [59_999, "1 min 0 s"],
    [119_700, "2 min 0 s"],
    [200_000, "3 min 20 s"],
    [7_500_000, "2 h 5 min"],
    [273_600_000, "3 d 4 h"],
  ] as const;
  for (const [ms, text] of cases) assert.equal(time(ms), text);
});

Deno.test("dateIn() follows summer and winter time", () => {
  const at = (text: string) => dateIn("Europe/Berlin", Date.parse(text));
  assert.deepEqual([at("2026-07-01T01:13:00Z"), at("2026-11-29T23:13:00Z")], ["2026-07-01 03:13", "2026-11-30 00:13"]);
});
