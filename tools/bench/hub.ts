/**
 * Measures the hub with many runs in its store: `deno task bench:hub [--runs 10000]`. Writes the events to a store, starts a
 * hub on it as another process, and requests its pages and JSON over HTTP. Prints the time of the first request and the
 * median of nine more on standard output, as Markdown.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openStore } from "../../lib/hub/server/store.ts";
import { progressEvent } from "../../lib/hub/client/progress_event.ts";
import { startHub } from "../../tests/process/hub/server/fixture.ts";
import { passedResult } from "../../tests/unit/result/events.ts";
import { fullResult } from "../../tests/unit/report/html/views.ts";
import { median } from "./figures.ts";

const SLUGS = 20, HOUR_MS = 3_600_000;
const { values } = parseArgs({ options: { runs: { type: "string", default: "10000" } } });
const count = Number(values.runs);

function fill(path: string): void {
  const store = openStore(path), beginMs = Date.now() - count * HOUR_MS;
  for (let each = 0; each < count; each++) {
    const at = new Date(beginMs + each * HOUR_MS).toISOString();
    const base = each % 7 === 0 ? fullResult : passedResult;
    const run_id = `019b7c5a-0000-7000-8000-${each.toString(16).padStart(12, "0")}`;
    const result = { ...base, run_id, slug: `repository-${each % SLUGS}`, started_at: at, ended_at: at };
    store.add({ ...progressEvent(result) } as never, { key: run_id, receivedAt: at });
  }
  store.close();
}

async function time(url: string): Promise<string> {
  const samples: number[] = [];
  let bytes = 0;
  for (let each = 0; each < 10; each++) {
    const from = performance.now(), answer = await (await fetch(url)).arrayBuffer();
    samples.push(performance.now() - from);
    bytes = answer.byteLength;
  }
  const [first = NaN, ...rest] = samples;
  return `${first.toFixed(0)} ms | ${median(rest).toFixed(0)} ms | ${(bytes / 1000).toFixed(0)} kB`;
}

const directory = await Deno.makeTempDir();
try {
  const db = join(directory, "hub.db");
  fill(db);
  await using hub = await startHub(db);
  const run = `019b7c5a-0000-7000-8000-${(count - 1).toString(16).padStart(12, "0")}`;
  console.log(`| ${count} runs of ${SLUGS} repositories | first | median | size |\n| --- | --- | --- | --- |`);
  for (
    const path of ["/", "/slugs/repository-1", `/runs/${run}`, "/progress/", "/progress/?slug=repository-1&limit=1000"]
  ) {
    console.log(`| ${path.replace(run, "<run id>")} | ${await time(`${hub.url}${path}`)} |`);
  }
  console.log(`| the database | | | ${((await Deno.stat(db)).size / 1000).toFixed(0)} kB |`);
} finally {
  await Deno.remove(directory, { recursive: true });
}
