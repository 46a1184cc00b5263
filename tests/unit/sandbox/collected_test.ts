import assert from "node:assert/strict";
import { readClosed } from "../../../lib/sandbox/closed.ts";
import { readListing, selectArtifacts } from "../../../lib/sandbox/collected.ts";

Deno.test("readListing() reads names with TABs and line breaks, and entries that the user cannot read", () => {
  assert.deepEqual(readListing("3\ta b\0" + "10\tlog\tof\nmonday\0" + "closed\tpgdata\0" + "7 closed\tacme.json\0"), {
    files: [
      { path: "a b", bytes: 3 },
      { path: "log\tof\nmonday", bytes: 10 },
      { path: "acme.json", bytes: 7, isClosed: true },
    ],
    closed: ["pgdata"],
  });
});

Deno.test("readClosed() reads sizes and paths, and counts lines that are a part of a name", () => {
  assert.deepEqual(readClosed("12 1764000000 1764000001 ./out/a b.xml\n5 1 1 ././x\nrest of a name\n"), {
    files: [{ path: "out/a b.xml", bytes: 12, isClosed: true }, { path: "x", bytes: 5, isClosed: true }],
    partial: 1,
  });
});

const OFFERED = [
  { path: "reports/junit.xml", bytes: 40 },
  { path: "reports/deep/trace.zip", bytes: 70 },
  { path: "reports/deep/shot.png", bytes: 30 },
  { path: "src/main.py", bytes: 5 },
];

Deno.test("selectArtifacts() selects the files that match a glob", () => {
  const { files, cut } = selectArtifacts(OFFERED, { globs: ["reports/*.xml", "**/*.png"], maxBytes: 1000 });
  assert.deepEqual([files.map(({ path }) => path), cut], [["reports/deep/shot.png", "reports/junit.xml"], []]);
});

Deno.test("selectArtifacts() leaves out the largest files that do not fit, and names them", () => {
  const { files, cut } = selectArtifacts(OFFERED, { globs: ["reports/**"], maxBytes: 100 });
  assert.deepEqual(files.map(({ path }) => path), ["reports/deep/shot.png", "reports/junit.xml"]);
  assert.deepEqual(cut, ["reports/deep/trace.zip: 70 bytes do not fit into 100"]);
});
