import assert from "node:assert/strict";
import fc from "fast-check";
import { Capture } from "../../../lib/host/capture.ts";

Deno.test("Capture keeps the end of what it was given, and no more", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{0,9}$/)), fc.integer({ min: 1, max: 20 }), (parts, maxBytes) => {
      const capture = new Capture(maxBytes);
      parts.forEach((part) => capture.add(new TextEncoder().encode(part)));
      assert.equal(capture.text(), parts.join("").slice(-maxBytes));
    }),
  );
});
