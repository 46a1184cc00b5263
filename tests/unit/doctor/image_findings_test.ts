import assert from "node:assert/strict";
import { imageFindings } from "../../../lib/doctor/image_findings.ts";

const found = (answers: Readonly<Record<string, readonly string[]>>, images = ["a:1", "b:1"]) =>
  imageFindings(new Map(Object.entries({ engine: ["27"], ...answers })), { images, host: "lab" })
    .map(({ grade, found, mend = "" }) => `${grade} | ${found} | ${mend}`);

Deno.test("imageFindings() reports missing images as a failure only when their registry does not answer", () => {
  assert.deepEqual(found({}), ["ok | 2 of 2 images on the host | "]);
  assert.deepEqual(found({ image_missing: ["b:1"], registry: ["https://r"] }), [
    "ok | 1 of 2 images on the host, https://r answers | ",
  ]);
  assert.deepEqual(found({ image_missing: ["a:1", "b:1"], registry_error: ["https://r does not answer: no route"] }), [
    "failure | missing: a:1, b:1; https://r does not answer: no route | ssh lab docker pull a:1, or check the network of the host",
  ]);
});

Deno.test("imageFindings() reports nothing without images, and when the Docker Engine does not answer", () => {
  assert.deepEqual(found({}, []), []);
  assert.deepEqual(imageFindings(new Map(), { images: ["a:1"], host: "lab" }), []);
});
