import assert from "node:assert/strict";
import { overview, rows, text } from "./pages.tsx";

Deno.test("OverviewPage() shows the outcome of each repository, since when it is red, and its next run", () => {
  const html = overview(), shown = text(html);
  for (
    const expected of [
      "2 repositories, 1 of them red",
      "2026-01-31 03:04Z on railiance01, took 59.6 s, usually 31.0 s",
      "Next run 2026-02-02 03:04Z",
      "Red since 2026-01-03 03:04Z",
      "Missed: a run was expected 2026-01-04 03:04Z",
    ]
  ) assert.ok(shown.includes(expected), expected);
  assert.equal(html.match(/<h1/g)?.length, 1);
  assert.ok(html.includes('href="/slugs/activity-core"'));
  assert.ok(html.includes('href="/runs/019b7c5a-0000-7000-8000-000000000029"'));
});

Deno.test("OverviewPage() shows how to start a run when there is none", () => {
  assert.match(text(overview([])), /No runs yet. To start one: e2e &lt;repo&gt;/);
});

Deno.test("OverviewPage() shows a hostile slug as text", () => {
  const html = overview([{ ...rows[0]!, slug: '"><script>alert(1)</script>' }]);
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.ok(html.includes('href="/slugs/%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"'));
});
