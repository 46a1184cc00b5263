import assert from "node:assert/strict";
import { ownerState, ownerText } from "../../../lib/store/owner_file.ts";

const owner = JSON.parse(ownerText());
const CASES = [
  ["alive", "this process", {}],
  ["unknown", "a process on another machine that shares the directory", { machine: "another", boot: "another" }],
  ["unknown", "a process without proc(5)", { boot: "" }],
  ["unknown", "a file of an earlier version, which named no machine", { machine: undefined }],
  ["dead", "a process before a reboot", { boot: "another" }],
  ["dead", "an ended process whose pid is in use again", { started: "1" }],
  ["dead", "a file that another program wrote", { pid: "1" }],
] as const;

for (const [state, name, change] of CASES) {
  Deno.test(`ownerState() is ${state} for ${name}`, () => {
    assert.equal(ownerState(JSON.stringify({ ...owner, ...change })), state);
  });
}

Deno.test("ownerState() is dead for an incomplete file", () => assert.equal(ownerState('{"pid":1'), "dead"));
