import assert from "node:assert/strict";
import { lineWriter } from "../../../../lib/commands/cron/cron_run.ts";

Deno.test("lineWriter() writes whole lines, wherever the output is cut", () => {
  const written: string[] = [], { push, end } = lineWriter((text) => written.push(text));
  const bytes = new TextEncoder().encode("a\n::error::ä\nlast");
  for (const byte of bytes) push(Uint8Array.of(byte));
  end();
  assert.deepEqual(written, ["a\n", "::error::ä\n", "last\n"]);
});
