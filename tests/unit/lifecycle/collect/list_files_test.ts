import assert from "node:assert/strict";
import type { ExecResult } from "../../../../lib/host/exec.ts";
import { listingProblem } from "../../../../lib/lifecycle/collect/list_files.ts";

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
