import assert from "node:assert/strict";
import { reportHtml } from "../../../../lib/report/html/report_html.tsx";
import { readRunView } from "../../../../lib/report/html/run_view.ts";
import { openRun } from "../../../../lib/store/open_run.ts";
import { headerOf } from "../../store/runs.ts";
import { check, ended, output, passedResult, started } from "../../../unit/result/events.ts";

async function inRun(fn: (path: string) => void): Promise<void> {
  const directory = await Deno.makeTempDir();
  const onError = (message: string) => assert.fail(message);
  const run = openRun(directory, { header: headerOf(passedResult.run_id), onError });
  try {
    [started, check("wait"), output("hello\n"), check("ok"), ended(passedResult)].forEach(run.report);
    run.close();
    Deno.mkdirSync(`${run.path}/services`);
    fn(run.path);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("readRunView() reads the files of a run, and accepts missing ones", () =>
  inRun((path) => {
    Deno.writeTextFileSync(`${path}/services/web.log`, "GET /\n");
    Deno.writeTextFileSync(`${path}/events.jsonl`, '{"kind":"chec', { append: true });
    assert.deepEqual(readRunView(path, passedResult), {
      result: passedResult,
      events: [check("wait"), check("ok")],
      output: "hello\n",
      services: [{ name: "web", log: "GET /\n" }],
      cut: [],
    });
    const nothing = { result: passedResult, events: [], output: "", services: [], cut: [] };
    assert.deepEqual(readRunView(`${path}/none`, passedResult), nothing);
  }));

Deno.test("readRunView() shortens long logs in the middle and reports it; the report stays below 10 MiB", () =>
  inRun((path) => {
    const long = `first\n${"& < >\n".repeat(1_000_000)}last\n`;
    for (let index = 0; index < 12; index++) Deno.writeTextFileSync(`${path}/services/s${index}.log`, long);
    const view = readRunView(path, passedResult);
    const log = view.services?.[0]?.log ?? "";
    assert.match(log, /^first\n/);
    assert.match(log, /\n… 5538473 bytes cut …\n/);
    assert.match(log, /\nlast\n$/);
    assert.equal(view.cut.length, 12);
    assert.equal(view.cut[0], "services/s0.log: 5538473 bytes of 6000011 in the middle");
    assert.ok(new TextEncoder().encode(reportHtml(view)).length < 10 * 1024 * 1024);
  }));
