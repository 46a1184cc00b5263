import assert from "node:assert/strict";
import type { ExecResult } from "../../../../lib/host/exec.ts";
import { listingTrouble } from "../../../../lib/lifecycle/collect/fetch_files.ts";

const failed = (...lines: readonly string[]): ExecResult => ({
  kind: "exited",
  code: 1,
  stdout: "",
  stderr: lines.map((line) => `find: ${line}\n`).join(""),
});
const GONE = "'/s/repo/pgdata/pg_1': No such file or directory";

const ROWS: Readonly<Record<string, readonly [ExecResult, string | undefined]>> = {
  "a listing that is whole": [{ ...failed(), code: 0 }, undefined],
  "files that went away meanwhile": [failed(GONE, GONE), undefined],
  "a directory that cannot be read": [failed(GONE, "'/s/repo/a': I/O error"), "find: 'a': I/O error"],
  "a start that is not there": [
    failed("'/s/job/started': No such file or directory"),
    "find: '/s/job/started': No such file or directory",
  ],
  "a find that said nothing": [failed(), "exited"],
  "a listing that took too long": [{ ...failed(GONE), kind: "timed-out", code: 124 }, "timed-out"],
};

for (const [name, [listed, wanted]] of Object.entries(ROWS)) {
  Deno.test(`listingTrouble() tells ${wanted ?? "nothing"} of ${name}`, () =>
    assert.equal(listingTrouble(listed, "/s/repo"), wanted));
}
