import assert from "node:assert/strict";
import { gitArgv, resolveArgs, worktreeAddArgs } from "../../../lib/host/git_argv.ts";

Deno.test("gitArgv() runs git in a directory, without its caches", () => {
  const uncached = ["-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false"];
  assert.deepEqual(gitArgv("/repo", ["status"]), ["git", "-C", "/repo", ...uncached, "status"]);
});

Deno.test("resolveArgs() does not pass a ref as an option", () => {
  assert.deepEqual(resolveArgs("-x").slice(-2), ["--end-of-options", "-x"]);
});

Deno.test("worktreeAddArgs() checks a commit out without a branch", () => {
  assert.equal(worktreeAddArgs("/tree", "abc1234").join(" "), "worktree add --quiet --detach /tree abc1234");
});
