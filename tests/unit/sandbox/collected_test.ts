import assert from "node:assert/strict";
import { readOffered, selectArtifacts } from "../../../lib/sandbox/collected.ts";

Deno.test("readOffered() reads names with tabs and newlines", () => {
  assert.deepEqual(readOffered("3\ta b\0" + "10\tlog\tof\nmonday\0"), [{ path: "a b", bytes: 3 }, {
    path: "log\tof\nmonday",
    bytes: 10,
  }]);
});

const OFFERED = [
  { path: "reports/junit.xml", bytes: 40 },
  { path: "reports/deep/trace.zip", bytes: 70 },
  { path: "reports/deep/shot.png", bytes: 30 },
  { path: "src/main.py", bytes: 5 },
];

Deno.test("selectArtifacts() takes what matches a glob", () => {
  const { files, cut } = selectArtifacts(OFFERED, { globs: ["reports/*.xml", "**/*.png"], maxBytes: 1000 });
  assert.deepEqual([files.map(({ path }) => path), cut], [["reports/deep/shot.png", "reports/junit.xml"], []]);
});

Deno.test("selectArtifacts() leaves out and names what does not fit, the largest first", () => {
  const { files, cut } = selectArtifacts(OFFERED, { globs: ["reports/**"], maxBytes: 100 });
  assert.deepEqual(files.map(({ path }) => path), ["reports/deep/shot.png", "reports/junit.xml"]);
  assert.deepEqual(cut, ["reports/deep/trace.zip: 70 bytes are more than fits into 100"]);
});
