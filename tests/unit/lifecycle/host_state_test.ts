import assert from "node:assert/strict";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";
import { hostStateFailure, parseHostState } from "../../../lib/lifecycle/host_state.ts";

const run = { transport: { name: "lab" } } as RunContext;
const before = parseHostState("boot\tb1\nengine\t2026-11-24 09:00\nfirst_event\t1\nfree_kb\t5000000\n");

const ROWS: readonly (readonly [name: string, change: Partial<typeof before>, message: RegExp | undefined])[] = [
  ["nothing changed", {}, undefined],
  ["the host was restarted", { boot: "b2", engine: "other" }, /^lab was restarted/],
  ["the engine was restarted", { engine: "2026-11-24 09:01" }, /Docker Engine of lab was restarted/],
  ["an engine elsewhere was restarted", { firstEvent: "2" }, /Docker Engine of lab was restarted/],
  ["an engine elsewhere has no events any more", { firstEvent: "none" }, /Docker Engine of lab was restarted/],
  ["an engine elsewhere has forgotten its first event", { firstEvent: "" }, undefined],
  ["the login shell runs no commands", { login: "its login shell /bin/x did not" }, /login environment of lab is/],
  ["the engine does not answer", { engine: "" }, /does not answer/],
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
