import assert from "node:assert/strict";
import { sizeBytes } from "../../../lib/sandbox/build_cache.ts";

const SIZES: Readonly<Record<string, number | undefined>> = {
  "0": 0,
  "0B": 0,
  "500MB": 500e6,
  "1.5GB": 1.5e9,
  "10gb": 10e9,
  "12kB": 12_000,
  "": undefined,
  "10 GB": undefined,
  "-1": undefined,
  "10%": undefined,
  "10GiB": undefined,
};

for (const [text, bytes] of Object.entries(SIZES)) {
  Deno.test(`sizeBytes() returns ${bytes} for "${text}"`, () => assert.equal(sizeBytes(text), bytes));
}
