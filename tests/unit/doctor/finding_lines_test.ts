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

Deno.test("findingsText() shows findings by place, what to do, and whether a run would fail", () => {
  assert.equal(
    findingsText(FINDINGS, "lab"),
    `This machine
  ✓ ssh: 9.2p1

On lab
  ✗ Docker Compose: 2.21, expected 2.22 or newer
      x
  ! git: not installed
      sudo apt-get install git

Not ready to run (1 failure, 1 warning)
`,
  );
});

Deno.test("findingsText() reports that all is ready, and that no host was given", () => {
  assert.match(findingsText(FINDINGS.slice(0, 1), undefined), /\nHost\n\nReady to run\n$/);
});
