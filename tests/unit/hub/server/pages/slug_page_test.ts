import assert from "node:assert/strict";
import { slugPage, text } from "./pages.tsx";

Deno.test("SlugPage() shows runs, newest first, durations, causes and unstable tests", () => {
  const html = slugPage(), shown = text(html);
  assert.match(shown, /test_order.py::test_&lt;total&gt;7430/);
  assert.match(shown, /30 runs, from 20.0 s to 59.6 s; the last took 59.6 s/);
  assert.ok(shown.indexOf("00000029✓ passed") < shown.indexOf("00000000✓ passed"));
  assert.match(shown, /✗ failed in test2 of &lt;14&gt; tests failed5\? of-tomorrow 2/);
  assert.doesNotMatch(html, /<b>why/);
});
