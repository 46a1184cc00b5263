import assert from "node:assert/strict";
import type { Finding } from "../../../lib/doctor/finding.ts";
import { findingsText } from "../../../lib/doctor/finding_lines.ts";

const FINDINGS: readonly Finding[] = [
  { name: "ssh", where: "here", grade: "ok", found: "9.2p1" },
  {
    name: "Docker Compose",
    where: "host",
    grade: "failure",
    found: "\x1b[31m2.21",
    wanted: "2.22 or newer",
    mend: "x",
  },
  { name: "git", where: "host", grade: "warning", found: "not installed", mend: "sudo apt-get install git" },
];

Deno.test("findingsText() shows what was found by place, what mends it, and whether a run would fail", () => {
  assert.equal(
    findingsText(FINDINGS, "lab"),
    `Here
  ✓ ssh: 9.2p1

On lab
  ✗ Docker Compose: 2.21, wanted 2.22 or newer
      x
  ! git: not installed
      sudo apt-get install git

A run would fail: 1 failure, 1 warning
`,
  );
});

Deno.test("findingsText() says so when a run would not fail, and when no host was named", () => {
  assert.match(findingsText(FINDINGS.slice(0, 1), undefined), /\nHost\n\nA run would not fail: 0 warnings\n$/);
});
