import assert from "node:assert/strict";
import { overview, rows, runPage, slugPage } from "./pages.tsx";

const text = (html: string) => html.replace(/.*<main/s, "<main").replace(/<script.*/s, "").replace(/<[^>]*>/g, "");

Deno.test("OverviewPage() tells how each repository is, since when, and what comes next", () => {
  const html = overview(), shown = text(html);
  for (
    const told of [
      "2 repositories, 1 of them red",
      "2026-01-31 03:04Z on railiance01, took 59.6 s, usually 31.0 s",
      "Next run 2026-02-02 03:04Z",
      "Red since 2026-01-03 03:04Z",
      "Missed: a run was expected 2026-01-04 03:04Z",
    ]
  ) assert.ok(shown.includes(told), told);
  assert.equal(html.match(/<h1/g)?.length, 1);
  assert.ok(html.includes('href="/slugs/activity-core"'));
  assert.ok(html.includes('href="/runs/019b7c5a-0000-7000-8000-000000000029"'));
});

Deno.test("OverviewPage() says what to type where there is no run yet", () => {
  assert.match(text(overview([])), /No run has been reported yet. A first one: deno task e2e &lt;repo&gt;/);
});

Deno.test("OverviewPage() shows a hostile slug as text", () => {
  const html = overview([{ ...rows[0]!, slug: '"><script>alert(1)</script>' }]);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.ok(html.includes('href="/slugs/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"'));
});

Deno.test("SlugPage() shows runs, the newest first, durations, outcomes and tests that flip", () => {
  const html = slugPage(), shown = text(html);
  assert.match(shown, /test_order.py::test_&lt;total&gt;7430/);
  assert.match(shown, /30 runs, from 20.0 s to 59.6 s; the last took 59.6 s/);
  assert.ok(shown.indexOf("00000029✓ passed") < shown.indexOf("00000000✓ passed"));
  assert.match(shown, /✗ failed in test2 of &lt;14&gt; tests failed5\? of-tomorrow 2/);
  assert.doesNotMatch(html, /<b>why/);
});

Deno.test("RunPage() shows the run without logs, and its report in a frame that can reach nothing", () => {
  const frame = '<iframe sandbox="allow-scripts" src="/runs/019b7c5a-0000-7000-8000-00001a2b3c4d/report.html"';
  assert.ok(runPage(true).includes(frame));
  assert.ok(runPage(true).includes("frame-src &#39;self&#39;"));
  assert.doesNotMatch(runPage(false), /<iframe|data-log/);
  assert.match(text(runPage(false)), /2 of 14 tests failed/);
});
