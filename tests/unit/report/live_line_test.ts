import assert from "node:assert/strict";
import { CLEAR_LINE, liveLine } from "../../../lib/report/live_line.ts";

const line = (last: string, columns = 80) => liveLine({ phase: "up", elapsedMs: 2400, last, frame: 10, columns });

Deno.test("liveLine() shows spinner, phase, time and last output", () => {
  assert.equal(line("Container web Created"), `${CLEAR_LINE}\x1b[?7l  ⠋ up      2.4 s  Container web Created\x1b[?7h`);
});

Deno.test("liveLine() is shorter than the terminal is wide", () => {
  assert.equal(line("x".repeat(200), 20), `${CLEAR_LINE}\x1b[?7l  ⠋ up      2.4 s  \x1b[?7h`);
});
