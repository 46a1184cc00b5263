import assert from "node:assert/strict";
import { gitState } from "../../../lib/repository/git_state.ts";
import { listTree } from "../../../lib/repository/tree.ts";

const REASON = { kind: "cancelled", signal: "SIGINT" };

/** Starts a function in a repository whose git does not answer, and cancels it when git was asked. */
async function cancelled<T>(start: (root: string, signal: AbortSignal) => Promise<T>): Promise<T> {
  const root = await Deno.makeTempDir(), path = Deno.env.get("PATH") ?? "";
  try {
    await Deno.mkdir(`${root}/.git`);
    // Other tests in this process call git too.
    const hangs = `case "$PWD $*" in *${root}*) : >${root}/asked; exec sleep 20 ;; esac`;
    await Deno.writeTextFile(`${root}/git`, `#!/bin/sh\n${hangs}\nPATH='${path}' exec git "$@"\n`, { mode: 0o755 });
    Deno.env.set("PATH", `${root}:${path}`);
    const cancel = new AbortController(), watcher = Deno.watchFs(root), running = start(root, cancel.signal);
    for await (const { paths } of watcher) if (paths.includes(`${root}/asked`)) break;
    cancel.abort(REASON);
    return await running;
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("listTree() and gitState() end when they are cancelled while git does not answer", async () => {
  const globs = { include: [], exclude: [] };
  await assert.rejects(cancelled((root, signal) => listTree(root, globs, signal)), REASON);
  const started = cancelled(async (root, signal) => [await gitState(root, signal), signal.aborted]);
  assert.deepEqual(await started, [null, true]);
});
