import assert from "node:assert/strict";
import fc from "fast-check";
import { BoundedLog } from "../../../lib/files/bounded_log.ts";

Deno.test("BoundedLog keeps the head and the tail, and writes how much was cut", async () => {
  const path = await Deno.makeTempFile();
  const logged = (chunks: readonly string[]) => {
    Deno.truncateSync(path);
    const log = new BoundedLog(path, { headBytes: 10, tailBytes: 5 });
    chunks.forEach((chunk) => log.write(chunk));
    log.close();
    return Deno.readTextFileSync(path);
  };
  fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{0,30}$/)), (chunks) => {
    const all = chunks.join(""), cut = all.length - 15;
    const expected = cut > 0 ? `${all.slice(0, 10)}\n… ${cut} bytes cut …\n${all.slice(-5)}` : all;
    assert.equal(logged(chunks), expected);
  }));
  await Deno.remove(path);
});
