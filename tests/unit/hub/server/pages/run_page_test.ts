import assert from "node:assert/strict";
import { runPage, text } from "./pages.tsx";

Deno.test("RunPage() shows the run without logs, and its report in a sandboxed frame", () => {
  const frame = '<iframe sandbox="allow-scripts" src="/runs/019b7c5a-0000-7000-8000-00001a2b3c4d/report.html"';
  assert.ok(runPage(true).includes(frame));
  assert.ok(runPage(true).includes("frame-src &#39;self&#39;"));
  assert.doesNotMatch(runPage(false), /<iframe|data-log/);
  assert.match(text(runPage(false)), /2 of 14 tests failed/);
});
