import assert from "node:assert/strict";
import type { Event } from "../../../lib/result/event.ts";
import {
  check,
  ended,
  notice,
  output,
  passedResult,
  phaseEnded,
  phaseStarted,
  started,
} from "../../unit/result/events.ts";
import { ReplayScreen } from "./screen.ts";

const SIZES = [{ columns: 80, rows: 24 }, { columns: 40, rows: 10 }] as const;
const LIVE = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;

const BEFORE: readonly Event[] = [
  started,
  phaseStarted("up"),
  output("Container web Created\n", "up"),
  phaseEnded("passed", { phase: "up" }),
  phaseStarted("ready"),
  check("wait", { answer: "connection refused" }),
  check("ok"),
  phaseEnded("passed", { phase: "ready" }),
  phaseStarted("test"),
];
const SHOWN = `e2e-shop-1a2b3c4d on ana@box
  ✓ up      2.4 s
    ✓ web (3 tries, 2.4 s)
  ✓ ready   2.4 s`;
const END = [phaseEnded("failed", { message: "no" }), ended(passedResult)];

/** Matches the live line of a phase that has been running for at least this many tenths of a second. */
function later(phase: string, tenths: number): RegExp {
  const times = Array.from({ length: 60 }, (_, more) => ((tenths + more) / 10).toFixed(1).replace(".", "\\."));
  return new RegExp(`${phase} +(${times.join("|")}) s`);
}

for (const size of SIZES) {
  const test = (name: string, fn: () => Promise<void>) =>
    Deno.test(`TerminalScreen ${name} (${size.columns} columns)`, fn);

  test("shows phases, checks and the output of the tests, and no live line at the end", async () => {
    const long = `${"0123456789".repeat(20)}.`;
    await using screen = new ReplayScreen([
      ...BEFORE,
      output(`one\n${long}\ntwo`),
      notice("again"),
      output("three"),
      ...END,
    ], size);
    assert.equal(
      await screen.until("the end"),
      `${SHOWN}\none\n${long}\ntwo\n  ! again\nthree\n  ✗ test    2.4 s  no\nthe end`,
    );
  });

  test("shows the phase, its time and its last output on one live line", async () => {
    await using screen = new ReplayScreen([...BEFORE.slice(0, 6)], size);
    const text = await screen.until(later("ready", 3));
    assert.match(text.split("\n").at(-1) ?? "", /^ {2}[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] ready {3}\d+\.\d s {2}web: connection/);
    assert.equal(text.match(new RegExp(LIVE, "g"))?.length, 1);
  });

  for (const [what, character] of [["plain", "x"], ["wide", "日"], ["combined", "e\u0301"], ["emoji", "👩‍👩‍👧"]] as const) {
    test(`keeps a long line of ${what} characters on one live line`, async () => {
      const events = [...BEFORE, output(`first\n${character.repeat(200)}`)];
      await using screen = new ReplayScreen(events, size);
      const parts = (await screen.until(later("test", 4))).split("\nfirst\n");
      assert.deepEqual([parts[0], parts.length], [SHOWN, 2]);
      assert.match(parts[1] ?? "", /^ {2}. test {4}\d+\.\d s {2}[^\n]*$/u);
    });
  }
}

const [SIZE] = SIZES;

Deno.test("TerminalScreen keeps a restarted service on the live line, before the check that waits for it", async () => {
  const restarted = check("restarted", { answer: 'code 3 (9 restarts): "no list"' });
  await using screen = new ReplayScreen([...BEFORE.slice(0, 6), restarted, check("wait", { answer: "refused" })], SIZE);
  assert.match(
    await screen.until("refused"),
    /s {2}web ended with code 3 \(9 restarts\): "no list"; web: refused$/,
  );
});

Deno.test("TerminalScreen shows the last state of a progress bar, and dots as they arrive, on the live line", async () => {
  await using bar = new ReplayScreen([...BEFORE, output("10%\r"), output("50%")], SIZE);
  assert.match(await bar.until("50%"), /s {2}50%$/);
  await using dots = new ReplayScreen([...BEFORE, output("test_a "), output("."), output(".")], SIZE);
  assert.match(await dots.until("test_a .."), /s {2}test_a \.\.$/);
});

Deno.test("TerminalScreen keeps the colours of the tests' output, but no sequence that moves the cursor", async () => {
  const nasty =
    "\x1b[32mgreen\x1b[2J\x1b[H\x1b]0;owned\x07 text\nnext\x1b[5A\x07\x1b[?1049h line\x1bc\n\x9b2Jthird\0\x08\xff\n";
  await using screen = new ReplayScreen([...BEFORE, output(nasty), ...END], SIZE);
  assert.match(await screen.until("the end"), /ready {3}2\.4 s\ngreen text\nnext line\nthirdÿ\n {2}✗/);
  assert.deepEqual(["green text", "next line", "ready", "thirdÿ"].map((text) => screen.isColoured(text)), [
    true,
    false,
    true,
    false,
  ]);
});

Deno.test("TerminalScreen shows no colours when they are off", async () => {
  await using screen = new ReplayScreen([...BEFORE, output("\x1b[32mgreen\n"), ...END], SIZE, { colours: false });
  await screen.until("the end");
  assert.deepEqual(["green", "ready"].map((text) => screen.isColoured(text)), [false, false]);
});

Deno.test("TerminalScreen shows the output of every phase when verbose", async () => {
  await using screen = new ReplayScreen([...BEFORE, ...END], SIZE, { verbosity: "verbose" });
  assert.equal((await screen.until("the end")).split("\n")[1], "Container web Created");
});

Deno.test("TerminalScreen shows one live line after the window was made smaller", async () => {
  await using screen = new ReplayScreen([...BEFORE, output("x".repeat(200))], SIZE);
  await screen.until(later("test", 2));
  screen.resize(40, 24);
  const text = await screen.until(later("test", 12));
  assert.deepEqual(text.split("\n").filter((line) => LIVE.test(line)).length, 1);
});
