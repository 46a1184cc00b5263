import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { composeConfig } from "../../../lib/compose/compose_argv.ts";
import { parseComposeModel } from "../../../lib/compose/compose_model.ts";
import { dotEnv, variablesModel, variableValues } from "../../../lib/compose/content_variables.ts";
import { exec } from "../../../lib/host/exec.ts";

const piece = fc.constantFrom("$", "$$", "\\", '"', "'", "`", "\n", "\r", "\t", "#", "=", "{", "}", "a", "n", " ", "é");

Deno.test("dotEnv() writes values that Docker Compose reads as they were", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const values = fc.sample(fc.string({ unit: piece, maxLength: 12 }), { numRuns: 500 });
    const variables = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
    await Deno.writeTextFile(`${directory}/.env`, dotEnv(variables));
    const argv = composeConfig({ project: "p", files: ["-"], directory });
    const read = await exec(argv, { stdin: variablesModel(Object.keys(variables)), timeoutMs: 60_000 });
    equal(read.code, 0, read.stderr);
    deepEqual(variableValues(parseComposeModel(read.stdout)), variables);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
