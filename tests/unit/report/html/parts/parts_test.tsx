import assert from "node:assert/strict";
import { BarList } from "../../../../../lib/report/html/parts/bar_list.tsx";
import { LineChart } from "../../../../../lib/report/html/parts/line_chart.tsx";
import { type RunPoint, RunStrip } from "../../../../../lib/report/html/parts/run_strip.tsx";
import { passedResult } from "../../../result/events.ts";

const run: RunPoint = {
  run_id: passedResult.run_id,
  outcome: "passed",
  started_at: passedResult.started_at,
  duration_ms: 20_500,
};
const failed: RunPoint = { ...run, outcome: "failed", duration_ms: 41_000 };

Deno.test("RunStrip() gives each run as a link with its name and a mark", () => {
  const html = String(<RunStrip runs={[run, failed]} label="Runs" href={(id) => `/r/${id.slice(-4)}?"`} />);
  assert.equal(html.match(/<li>/g)?.length, 2);
  assert.ok(html.includes('aria-label="failed, 2026-01-02 03:04Z, 41.0 s, run 1a2b3c4d"><span aria-hidden="true">✗<'));
  assert.ok(html.includes('class="tone-good" href="/r/3c4d?&quot;"'));
});

Deno.test("LineChart() draws from zero up, with title and description", () => {
  const html = String(<LineChart runs={[run, failed]} title="Durations" />);
  assert.match(html, /<title id="chart-title">Durations<\/title>/);
  assert.match(html, /<desc id="chart-desc">2 runs, from 20.5 s to 41.0 s; the last took 41.0 s<\/desc>/);
  assert.match(html, /points="76,102 708,12"/);
  assert.match(
    html,
    /<g class="tone-bad"><title>failed, [^<]*<\/title><circle class="dot" cx="708" cy="12" r="4.5"><\/circle><text [^>]*>✗</,
  );
});

Deno.test("LineChart() needs no run, and is content with one of no length", () => {
  assert.equal(String(<LineChart runs={[]} title="Durations" />), "<p>No runs yet</p>");
  assert.match(String(<LineChart runs={[{ ...run, duration_ms: 0 }]} title="Durations" />), /points="392,192"/);
});

Deno.test("BarList() gives each bar its share of the longest, and the number as text", () => {
  const html = String(
    <BarList label="x" bars={[{ label: "a<b", number: 4, tone: "good" }, { label: "c", number: 1, tone: "bad" }]} />,
  );
  assert.match(
    html,
    /<span>a&lt;b<\/span><span class="bar tone-good" style="width:100%" aria-hidden="true"><\/span><span>4</,
  );
  assert.match(html, /style="width:25%"/);
});
