import assert from "node:assert/strict";
import { readNotes } from "../../../lib/sandbox/sweep.ts";

Deno.test("readNotes() reads notes, a damaged one without content, and leaves out an incomplete pair", () => {
  assert.deepEqual(readNotes('/a.json\0{"at":1}\0/b.json\0{"at"\0/c.json\0{"at":'), [
    { note: "/a.json", content: { at: 1 } },
    { note: "/b.json", content: undefined },
  ]);
});
