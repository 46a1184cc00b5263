import assert from "node:assert/strict";
import { RunStrip } from "../../../../../lib/report/html/parts/run_strip.tsx";
import { failed, run } from "./run_points.ts";

Deno.test("RunStrip() shows each run as a link with a title and a mark", () => {
  const html = String(<RunStrip runs={[run, failed]} label="Runs" href={(id) => `/r/${id.slice(-4)}?"`} />);
  assert.equal(html.match(/<li>/g)?.length, 2);
  assert.ok(html.includes('aria-label="failed, 2026-01-02 03:04Z, 41.0 s, run 1a2b3c4d"><span aria-hidden="true">✗<'));
  assert.ok(html.includes('class="tone-good" href="/r/3c4d?&quot;"'));
});
