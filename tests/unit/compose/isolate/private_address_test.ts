import { equal, match, throws } from "node:assert/strict";
import fc from "fast-check";
import { privateAddress } from "../../../../lib/compose/isolate/private_address.ts";

Deno.test("privateAddress() computes an address from the random end of the run id", () => {
  equal(privateAddress("01890000-0000-7000-8000-000000000000"), "127.1.0.1");
  equal(privateAddress("01890000-0000-7000-8000-0000ffffffff"), privateAddress("01999999-9999-7999-9999-9999FFFFFFFF"));
});

Deno.test("privateAddress() is never in 127.0.x.x and never ends in 0 or 255", () => {
  fc.assert(fc.property(fc.uuid({ version: 7 }), (runId) => {
    const [first, second = 0, third = -1, last = 0] = privateAddress(runId).split(".").map(Number);
    equal(first, 127);
    equal(second >= 1 && second <= 255 && third >= 0 && third <= 255 && last >= 1 && last <= 254, true);
  }));
});

Deno.test("privateAddress() spreads run ids over many addresses", () => {
  const ids = fc.sample(fc.integer({ min: 0, max: 0xffffffff }), { numRuns: 2000, seed: 1 });
  const addresses = new Set(
    ids.map((id) => privateAddress(`01890000-0000-7000-8000-0000${id.toString(16).padStart(8, "0")}`)),
  );
  match(String(addresses.size), /^(1[5-9]\d\d|2000)$/);
});

Deno.test("privateAddress() throws a RangeError for text that is not a run id", () => {
  throws(() => privateAddress("nothing"), { name: "RangeError", message: 'Expected a run id, found "nothing"' });
});
