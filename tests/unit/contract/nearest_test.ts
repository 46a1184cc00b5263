import { equal } from "node:assert/strict";
import { nearest } from "../../../lib/contract/nearest.ts";

const known = ["timeout", "cleanup", "run"];
const cases: Readonly<Record<string, string | undefined>> = {
  timout: "timeout",
  TIMEOUT: "timeout",
  cleenup: "cleanup",
  runn: "run",
  zzzzzzz: undefined,
  xyz: undefined,
};

for (const [name, expected] of Object.entries(cases)) {
  Deno.test(`nearest() finds ${expected} for ${name}`, () => equal(nearest(name, known), expected));
}
