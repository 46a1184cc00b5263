import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { findRun } from "../../../lib/store/find_run.ts";
import { finish, runId, withDirectory } from "./runs.ts";

Deno.test("findRun() finds a run by its id, short id, slug, or a unique beginning of its id", () =>
  withDirectory((directory) => {
    const first = runId(0x019b_0000_0000, "aaaa0001"), second = runId(0x019b_0000_0001, "aaaa0002");
    const third = runId(0x1a2b_3c4d_0000, "019b0000");
    [first, second, third].forEach((id) => finish(directory, id));
    const found = (id: string) => findRun(directory, id).runId;
    assert.deepEqual([found(first), found("aaaa0002"), found("1a2b"), found("019b0000-0001")], [
      first,
      second,
      third,
      second,
    ]);
    assert.equal(found("019b0000"), third, "a complete short id has priority over the beginning of another id");
    assert.equal(found("shop"), third, "a slug means its latest run");
    assert.throws(() => found("aaaa"), {
      message: /^"aaaa" matches 2 runs: aaaa0002 \(shop, .*\), aaaa0001 \(shop, .*\)$/,
    });
    assert.throws(() => found("ffff"), { message: /^No run "ffff" in .*: the latest is 019b0000$/ });
    assert.throws(() => found(""), UserError);
    assert.throws(() => findRun(`${directory}/none`, "a"), { message: /^No run "a": there are no runs in .*none$/ });
  }));
