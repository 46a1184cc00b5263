import assert from "node:assert/strict";
import type { Event } from "../../../lib/result/event.ts";
import { resultSchema } from "../../../lib/result/result.ts";
import { UserError } from "../../../lib/errors.ts";
import { masked, maskedValue, withMaskedErrors } from "../../../lib/secrets/masked.ts";
import { check, ended, notice, output, passedResult, phaseEnded, problem } from "../result/events.ts";

function through(events: readonly Event[], secrets: readonly string[] = ["tok_XYZ"]): readonly Event[] {
  const seen: Event[] = [];
  const report = masked((event) => seen.push(event), secrets);
  events.forEach(report);
  return seen;
}

const shown = (events: readonly Event[], secrets?: readonly string[]) =>
  through(events, secrets).map((event) => event.kind === "output" ? event.text : event.kind).join("");

Deno.test("masked() masks a secret in two pieces with a notice between them", () => {
  assert.equal(shown([output("a tok_"), notice("looking again"), output("XYZ b")]), "a notice*** b");
});

Deno.test("masked() shows the text that was held back before the phase ends", () => {
  assert.equal(shown([output("a tok_"), phaseEnded("passed")]), "a tok_phase-ended");
});

Deno.test("masked() masks all texts of all events and of the result", () => {
  const result = { ...passedResult, reason: problem({ message: "no tok_XYZ", detail: ["x", "got tok_XYZ"] }) };
  const [seenNotice, seenCheck, seenEnd] = through([
    notice("has tok_XYZ"),
    check("wait", { answer: "401 tok_XYZ" }),
    ended(result),
  ]);
  assert.deepEqual(seenNotice, notice("has ***"));
  assert.deepEqual(seenCheck, check("wait", { answer: "401 ***" }));
  assert.deepEqual(seenEnd, ended({ ...result, reason: problem({ message: "no ***", detail: ["x", "got ***"] }) }));
});

Deno.test("masked() keeps a result valid when a secret equals a word of the tool, a time or an id", () => {
  const { run_id, project, phases, started_at, checks } = passedResult;
  const secrets = ["test", "passed", "sync", "http", "private", "exit-code", run_id.slice(0, 6), project, started_at];
  const [event] = through([ended(passedResult)], secrets);
  const result = resultSchema.parse(event?.kind === "run-ended" ? event.result : undefined);
  assert.deepEqual([result.run_id, result.project, result.phases], [run_id, project, phases]);
  assert.equal(result.checks[0]?.target, checks[0]?.target.replace("http", "***"));
});

for (
  const [pieces, text] of [
    [["see postgres://app:hunter2@db/x"], "see postgres://app:***@db/x"],
    [["https:/", "/ci:gl", "pat@git", "hub.com "], "https://ci:***@github.com "],
    [["amqp://:pw@mq amqp://u:p@ss@mq"], "amqp://:***@mq amqp://u:***@mq"],
    [["GET http://localhost:8080/a@b ok"], "GET http://localhost:8080/a@b ok"],
    [['{"url":"http://h:80","by":"ana@x"}'], '{"url":"http://h:80","by":"ana@x"}'],
    [["ssh://git@github.com:22/x"], "ssh://git@github.com:22/x"],
  ] as const
) {
  Deno.test(`masked() shows ${pieces.join("|")} as ${text}, with or without secrets`, () => {
    const events = [...pieces.map((piece) => output(piece)), phaseEnded("passed")];
    for (const secrets of [[], ["tok_XYZ"]]) assert.equal(shown(events, secrets), `${text}phase-ended`);
  });
}

Deno.test("maskedValue() masks all texts, also those with names that a result has, and the keys that Compose takes from a text", () => {
  const value = { at: "tok_XYZ", ports: ["a tok_XYZ", 1, null], environment: { tok_XYZ: { url: "http://a:pw@b" } } };
  const masked = { at: "***", ports: ["a ***", 1, null], environment: { "***": { url: "http://a:***@b" } } };
  assert.deepEqual(maskedValue(value, ["tok_XYZ"]), masked);
});

Deno.test("maskedValue() keeps the form of a value when a secret equals a word of it", () => {
  const value = { contract: { testCommand: "test it" }, isolated: { model: { services: { web: { command: null } } } } };
  const secrets = ["test", "Command", "model", "services", "command"];
  assert.deepEqual(maskedValue(value, secrets), { ...value, contract: { testCommand: "*** it" } });
});

Deno.test("withMaskedErrors() masks the message and the hint of an error, and the stack of a bug", async () => {
  const thrown = (error: Error) => withMaskedErrors(["tok_XYZ"], () => Promise.reject(error));
  const options = { hint: "try tok_XYZ", outcome: "infra" } as const;
  await assert.rejects(thrown(new UserError("no tok_XYZ", options)), {
    name: "UserError",
    message: "no ***",
    hint: "try ***",
    outcome: "infra",
  });
  const bug = new TypeError("bad tok_XYZ");
  await assert.rejects(thrown(bug), { name: "TypeError", message: "bad ***" });
  assert.doesNotMatch(bug.stack ?? "", /tok_XYZ/);
});
