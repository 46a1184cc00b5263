import assert from "node:assert/strict";
import type { ExecResult } from "../../../../lib/host/exec.ts";
import type { Transport } from "../../../../lib/host/transport.ts";
import { listFiles, listingProblem } from "../../../../lib/lifecycle/collect/list_files.ts";

const failed = (...lines: readonly string[]): ExecResult => ({
  kind: "exited",
  code: 1,
  stdout: "",
  stderr: lines.map((line) => `find: ${line}\n`).join(""),
});
const GONE = "'/s/repo/pgdata/pg_1': No such file or directory";

const ROWS: Readonly<Record<string, readonly [ExecResult, string | undefined]>> = {
  "a complete listing": [{ ...failed(), code: 0 }, undefined],
  "files that were removed meanwhile": [failed(GONE, GONE), undefined],
  "a directory that cannot be read": [failed(GONE, "'/s/repo/a': I/O error"), "find: 'a': I/O error"],
  "a missing start file": [
    failed("'/s/job/started': No such file or directory"),
    "find: '/s/job/started': No such file or directory",
  ],
  "a find without a message": [failed(), "exited"],
  "a listing that took too long": [{ ...failed(GONE), kind: "timed-out", code: 124 }, "timed-out"],
};

for (const [name, [listed, expected]] of Object.entries(ROWS)) {
  Deno.test(`listingProblem() returns ${expected ?? "nothing"} for ${name}`, () =>
    assert.equal(listingProblem(listed, "/s/repo"), expected));
}

Deno.test("listFiles() sends its script, which a sandbox of an earlier version does not have", async () => {
  let sent: readonly string[] = [];
  const run: Transport["run"] = (argv) => {
    sent = argv;
    return Promise.resolve({ ...failed(), code: 0 });
  };
  const sandbox = { transport: { run } as Transport, project: "e2e-a-1", dir: "/s" };
  await listFiles({ sandbox, from: "/s/repo", globs: [], into: "artifacts", since: "/s/job/started" }, {});
  assert.deepEqual(sent.slice(3), [
    "list_files.sh",
    "/s/repo",
    "-newer",
    "/s/job/started",
    "-cnewer",
    "/s/job/started",
  ]);
  assert.match(sent[2] ?? "", /find/);
});
