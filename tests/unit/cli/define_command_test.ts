import assert from "node:assert/strict";
import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { option } from "@optique/core/primitives";
import { choice } from "@optique/core/valueparser";
import { defineCommand } from "../../../lib/cli/define_command.ts";
import { flag } from "../../../lib/cli/options.ts";
import { testContext } from "./test_context.ts";

/** Makes a context that collects what is written to standard output. */
function collecting() {
  let text = "";
  return { context: testContext({}, { stdout: (more) => void (text += more) }).context, stdout: () => text };
}

const parser = object({ fail: flag("--fail", message`fail`) });
const command = defineCommand(
  { name: "e2e try", parser, examples: ["e2e try"], afterDashes: "ARGS more" },
  ({ fail }, { stdout }, { own, after }) => {
    stdout(JSON.stringify({ own, after }));
    if (fail) return 7;
  },
);

Deno.test("defineCommand() passes options and arguments, and returns the exit code, 0 by default", async () => {
  const { context, stdout } = collecting();
  assert.deepEqual([await command(["--fail"], context), await command(["--", "a"], context)], [7, 0]);
  assert.equal(stdout(), '{"own":["--fail"],"after":[]}{"own":[],"after":["a"]}');
});

Deno.test("defineCommand() prints the help with arguments after -- and examples, and does not run the command", async () => {
  const { context, stdout } = collecting();
  assert.equal(await command(["--help"], context), 0);
  assert.match(stdout(), /^Usage: e2e try [\s\S]*\n {2}-- ARGS more\n\nExamples:\n {2}e2e try\n$/);
});

Deno.test("defineCommand() rejects invalid arguments in one line, with the command that shows the help", async () => {
  await assert.rejects(command(["--fial"], testContext({}).context), {
    hint: "e2e try --help",
    message: /^[^\n]*--fial/,
  });
});

Deno.test("defineCommand() adds no colon where a long message is wrapped", async () => {
  const names = ["minimal", "python-pytest", "node", "deno", "go", "shell", "temporal"];
  const parser = object({ name: option("--name", choice(names)) });
  const named = defineCommand({ name: "e2e try", parser, examples: [] }, () => 0);
  await assert.rejects(named(["--name", "x"], testContext({}).context), {
    message: `\`--name\`: Expected one of ${names.slice(0, -1).map((name) => `"${name}", `).join("")}` +
      'and "temporal", but got "x"',
  });
});

Deno.test("defineCommand() passes completions on, and does not run the command", async () => {
  const words: string[] = [];
  await command(["--f"], { ...testContext({}).context, suggest: (found) => void words.push(...found) });
  assert.deepEqual(words, ["--fail"]);
});
