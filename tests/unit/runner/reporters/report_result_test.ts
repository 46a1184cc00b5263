import assert from "node:assert/strict";
import { UserError } from "../../../../lib/errors.ts";
import type { EndedRun, Reporter, ReportOptions } from "../../../../lib/runner/reporters/reporter.ts";
import { reportResult } from "../../../../lib/runner/reporters/report_result.ts";
import { showVerdict } from "../../../../lib/runner/reporters/show_verdict.ts";
import { testContext } from "../../cli/test_context.ts";
import { badResult, passedResult } from "../../result/events.ts";

const RUN: EndedRun = { result: passedResult, path: "/runs/1", hostFindings: "findings\n" };
const OPTIONS: ReportOptions = { json: false, quiet: false, hub: undefined, strictReport: false };

const report = (reporters: readonly Reporter[], context = testContext().context) =>
  reportResult(RUN, OPTIONS, context, reporters);

Deno.test("reportResult() runs the reporters in order, one after the other", async () => {
  const seen: string[] = [];
  const reporters: readonly Reporter[] = [
    async () => {
      await Promise.resolve();
      seen.push("first");
    },
    ({ path }) => void seen.push(path),
  ];
  assert.deepEqual([await report(reporters), seen], ["passed", ["first", "/runs/1"]]);
});

Deno.test("reportResult() returns the outcome that a reporter returns", async () => {
  assert.equal(await report([() => "undelivered", () => undefined]), "undelivered");
});

Deno.test("reportResult() prints a UserError of a reporter, and continues", async () => {
  const { context, stderr } = testContext();
  const fails: Reporter = () => Promise.reject(new UserError("Slack is away"));
  assert.equal(await report([fails, () => "undelivered"], context), "undelivered");
  assert.equal(stderr(), "Slack is away\n");
});

Deno.test("reportResult() throws a bug of a reporter after the others", async () => {
  const seen: string[] = [];
  const fails: Reporter = () => {
    throw new TypeError("oh");
  };
  await assert.rejects(report([fails, () => void seen.push("other")]), { message: "oh" });
  assert.deepEqual(seen, ["other"]);
});

Deno.test("showVerdict() prints nothing with --json, and of a run that passed nothing with --quiet", () => {
  const shown = (run: EndedRun, options: Partial<ReportOptions>) => {
    const { context, stderr } = testContext();
    showVerdict(run, context, { ...OPTIONS, ...options });
    return stderr();
  };
  const failed = { ...RUN, result: badResult("failed") };
  assert.match(shown(RUN, {}), /^\n✓ passed: .*\n[\s\S]*result: \/runs\/1\/result\.json\nfindings\n$/);
  assert.deepEqual([shown(RUN, { quiet: true }), shown(RUN, { json: true }), shown(failed, { json: true })], [
    "",
    "",
    "",
  ]);
  assert.match(shown(failed, { quiet: true }), /^\n✗ /);
});
