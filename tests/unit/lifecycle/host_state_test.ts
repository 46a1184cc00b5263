import assert from "node:assert/strict";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";
import { readWorld, worldFailure } from "../../../lib/lifecycle/host_state.ts";

const run = { transport: { name: "lab" } } as RunContext;
const before = readWorld("boot\tb1\nengine\t2026-11-24 09:00\nfree_kb\t5000000\n");

const ROWS: readonly (readonly [name: string, change: Partial<typeof before>, message: RegExp | undefined])[] = [
  ["nothing changed", {}, undefined],
  ["the host was restarted", { boot: "b2", engine: "other" }, /^lab was restarted/],
  ["the engine was restarted", { engine: "2026-11-24 09:01" }, /Docker Engine of lab was restarted/],
  ["the engine is silent", { engine: "" }, /does not answer/],
  ["the sandbox is being taken down", { isGone: true }, /was taken down while the run was going on/],
  ["the disk is full", { freeKb: 12 }, /disk of lab is full/],
];
for (const [name, change, message] of ROWS) {
  Deno.test(`worldFailure() ${message === undefined ? "blames nobody" : "blames the world"} when ${name}`, () => {
    const failure = worldFailure(run, before, { ...before, ...change });
    assert.equal(failure?.outcome, message === undefined ? undefined : "infra");
    if (message !== undefined) assert.match(failure?.message ?? "", message);
  });
}

Deno.test("worldFailure() blames nobody when the host could not be asked", () => {
  assert.equal(worldFailure(run, before, undefined), undefined);
});
