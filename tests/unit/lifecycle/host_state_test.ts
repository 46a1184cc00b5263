import assert from "node:assert/strict";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";
import { hostStateFailure, parseHostState } from "../../../lib/lifecycle/host_state.ts";

const run = { transport: { name: "lab" } } as RunContext;
const TEXT = "boot\tb1\nengine\tanswers\nbridge\t2026-11-24 09:00\nsocket\t12 8.1\npid_file\t13 8.2\nfirst_event\t1\n" +
  "free_kb\t5000000\n";
const before = parseHostState(TEXT);

/** The engine's facts with some changed. */
const engine = (change: Partial<typeof before.engine>) => ({ engine: { ...before.engine, ...change } });

const ROWS: readonly (readonly [name: string, change: Partial<typeof before>, message: RegExp | undefined])[] = [
  ["nothing changed", {}, undefined],
  ["the host was restarted", { boot: "b2", ...engine({ socket: "other" }) }, /^lab was restarted/],
  ["the engine was restarted", engine({ bridge: "2026-11-24 09:01" }), /Docker Engine of lab was restarted/],
  ["the engine made its socket again", engine({ socket: "12 9.1" }), /Docker Engine of lab was restarted/],
  ["the engine wrote its pid file again", engine({ pid_file: "13 9.2" }), /Docker Engine of lab was restarted/],
  ["an engine elsewhere was restarted", engine({ first_event: "2" }), /Docker Engine of lab was restarted/],
  [
    "an engine elsewhere has no events any more",
    engine({ first_event: "none" }),
    /Docker Engine of lab was restarted/,
  ],
  ["an engine elsewhere has forgotten its first event", engine({ first_event: "" }), undefined],
  ["the place of the socket is unknown", engine({ socket: "", pid_file: "" }), undefined],
  ["nothing of the engine is known", engine({ bridge: "", socket: "", pid_file: "", first_event: "" }), undefined],
  ["the login shell runs no commands", { login: "its login shell /bin/x did not" }, /login environment of lab is/],
  ["the engine does not answer", { answers: false }, /does not answer/],
  ["the sandbox is being removed", { isGone: true }, /removed during the run/],
  ["the disk is full", { freeKb: 12 }, /disk of lab is full/],
];
for (const [name, change, message] of ROWS) {
  Deno.test(`hostStateFailure() returns ${message === undefined ? "nothing" : "an infra failure"} when ${name}`, () => {
    const failure = hostStateFailure(run, before, { ...before, ...change });
    assert.equal(failure?.outcome, message === undefined ? undefined : "infra");
    if (message !== undefined) assert.match(failure?.message ?? "", message);
  });
}

Deno.test("hostStateFailure() returns nothing when the host did not answer", () => {
  assert.equal(hostStateFailure(run, before, undefined), undefined);
});

Deno.test("hostStateFailure() returns nothing when the engine was unknown before", () => {
  const unknown = { ...before, engine: parseHostState("engine\tanswers\n").engine };
  assert.equal(hostStateFailure(run, unknown, before), undefined);
});
