import assert from "node:assert/strict";
import { LineChart } from "../../../../../lib/report/html/parts/line_chart.tsx";
import { failed, run } from "./run_points.ts";

Deno.test("LineChart() starts at zero, and has a title and a description", () => {
  const html = String(<LineChart runs={[run, failed]} title="Durations" />);
  assert.match(html, /<title id="chart-title">Durations<\/title>/);
  assert.match(html, /<desc id="chart-desc">2 runs, from 20.5 s to 41.0 s; the last took 41.0 s<\/desc>/);
  assert.match(html, /points="76,102 708,12"/);
  assert.match(
    html,
    /<g class="tone-bad"><title>failed, [^<]*<\/title><circle class="dot" cx="708" cy="12" r="4.5"><\/circle><text [^>]*>✗</,
  );
});

Deno.test("LineChart() accepts no runs, and a run without duration", () => {
  assert.equal(String(<LineChart runs={[]} title="Durations" />), "<p>No runs yet</p>");
  assert.match(String(<LineChart runs={[{ ...run, duration_ms: 0 }]} title="Durations" />), /points="392,192"/);
});
