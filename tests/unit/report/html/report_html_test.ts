import assert from "node:assert/strict";
import type { Result } from "../../../../lib/result/result.ts";
import { reportHtml } from "../../../../lib/report/html/report_html.tsx";
import { badResult, passedResult } from "../../result/events.ts";
import { checkEvents, fullResult, fullView, OUTCOMES } from "./views.ts";

const HOSTILE = `<script>alert(1)</script>"'&<img src=x onerror=alert(2)>`;
const html = reportHtml(fullView);

for (const outcome of OUTCOMES) {
  Deno.test(`reportHtml() shows ${outcome} with its name and a mark`, () => {
    const result = outcome === "passed" ? passedResult : badResult(outcome);
    const badge = `<h1><span class="badge tone-\\w+"><span aria-hidden="true">[^<\\s]+</span> ${outcome}</span>`;
    assert.match(reportHtml({ result, cut: [] }), new RegExp(badge));
  });
}

Deno.test("reportHtml() shows the result, the answers of the checks, the logs, and what was cut", () => {
  const shown = html.replace(/<[^>]*>/g, "").replaceAll("&quot;", '"');
  const expected = [
    ..."2 of 14 tests failed|E  no order|e2e logs 1a2b3c4d|The connection broke|also in phase collect: infra|20.5 s"
      .split(
        "|",
      ),
    ..."2026-01-02 03:04Z|ana@laptop, scheduled 17 3 * * 1 (Europe/Berlin)|0123456789ab on main, with changes".split(
      "|",
    ),
    ..."/home/ana/shop|e2e 0.1.0, Docker 27.0.1, Compose 2.29.0|4.2 s, 2 tries|http://127.4.5.6:8080/".split("|"),
    ..."connection refused|3 answers|pytest -q|10.8 s of 5 min 0 s|SIGTERM|the tests’ own results".split("|"),
    ..."test_order.py::test_total|where 1 = total()|and 1 more|4711 python -m worker|e2e/junit.xml|100 %".split("|"),
    ..."GET /total 500|exited, exit code 137, out of memory, 2 restarts|could not check the host".split("|"),
    ..."2026-01-03 03:04Z|volume data|The host removes it then|E2E_WEB_8080 = 127.4.5.6:8080".split("|"),
    ..."took container_name out of web|12 files, 3456 bytes|artifacts/shot.png, 2048 bytes|big.bin: 80 MB".split("|"),
    "output.log: 5 bytes of 9 in the middle",
  ];
  for (const text of expected) assert.ok(shown.includes(text), text);
  assert.match(html, /<span class="ansi-red-fg">FAILED<\/span>/);
});

Deno.test("reportHtml() shows text of a run as text, in every field", () => {
  const view = { ...hostile(fullView), result: hostile(fullResult), events: hostile(checkEvents) };
  const shown = reportHtml(view);
  assert.equal(shown.match(/<script/g)?.length, 1);
  assert.equal(shown.replace(/="[^"]*"/g, "").match(/<img|<[^>]*\bonerror\b/), null);
  assert.ok(shown.split("&lt;script&gt;alert(1)&lt;/script&gt;").length > 60);
  assert.deepEqual(tags(shown), tags(html));
});

/** Returns the tags in their order, without those that depend on words of the tool. */
function tags(text: string): readonly string[] {
  return [...text.matchAll(/<(\/?[a-z][a-z0-9]*)/g)].map(([, tag = ""]) => tag).filter((tag) => !/span$/.test(tag));
}

/** Returns a copy in which every text is hostile, except words and dates of the tool. */
function hostile<T>(value: T): T {
  const copy = (each: unknown): unknown => {
    if (typeof each === "string") return isOurs(each) ? each : `${each}${HOSTILE}`;
    if (Array.isArray(each)) return each.map(copy);
    if (each === null || typeof each !== "object") return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [`${key}`, copy(inner)]));
  };
  return copy(value) as T;
}

const WORDS = "passed failed skipped kept infra private results sync up ready test collect down wait ok web".split(" ");
const isOurs = (text: string) => WORDS.includes(text) || /^\d{4}-\d\d-\d\dT/.test(text);

Deno.test("reportHtml() escapes hostile names of published ports and invalid dates", () => {
  const result = {
    ...fullResult,
    isolation: { ...fullResult.isolation, published: { [HOSTILE]: HOSTILE } },
    started_at: HOSTILE,
    phases: fullResult.phases.map((phase) => ({ ...phase, started_at: HOSTILE })),
  } as Result;
  assert.equal(reportHtml({ result, cut: [HOSTILE] }).match(/<script>alert|<img/), null);
});

Deno.test("reportHtml() is one document with one h1, named landmarks and unique ids", () => {
  assert.match(html, /^<!doctype html><html lang="en"><head><meta charset="utf-8"\/>/);
  assert.equal(html.match(/<h1/g)?.length, 1);
  for (const landmark of ["<header>", '<main id="main"', "<footer>"]) assert.equal(html.split(landmark).length, 2);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const [, id] of html.matchAll(/<section aria-labelledby="([^"]*)"/g)) assert.ok(ids.includes(id), id);
  assert.ok(html.match(/<section/g)!.length >= 7);
});

Deno.test("reportHtml() loads nothing, and its policy allows only its own script", () => {
  const without = html.replace(/<pre.*?<\/pre>/gs, "");
  assert.deepEqual([...without.matchAll(/ (?:src|href|srcset|action)="([^"]*)"/g)].map(([, to]) => to), [
    "data:,",
    "#main",
  ]);
  assert.doesNotMatch(html, /@import|url\(|fetch\(|localStorage|sessionStorage/);
  assert.match(html, /content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-/);
});

Deno.test("reportHtml() stays below 10 MiB with large logs of any content", () => {
  const each = ["&\n", "\x1b[31m<\x1b[0m", "\n", "ü".repeat(99) + "\n", '\x1b[38;2;1;2;3m"\x1b[0m\n'];
  const services = Array.from({ length: 20 }, (_, index) => ({
    name: `service-${index}`,
    log: each[index % each.length]!.repeat(1_000_000 / each[index % each.length]!.length),
  }));
  const large = reportHtml({ ...fullView, output: "&".repeat(1_000_000), services });
  assert.ok(new TextEncoder().encode(large).length < 10 * 1024 * 1024);
  assert.match(large, /… \d+ lines cut …/);
});
