import { deepEqual, equal } from "node:assert/strict";
import { parseComposeModel } from "../../../lib/compose/compose_model.ts";
import { contentVariables, dotEnv, variablesModel, variableValues } from "../../../lib/compose/content_variables.ts";

Deno.test("contentVariables() names the variables of secrets and configs, each once", () => {
  const model = {
    services: {},
    secrets: {
      a: { environment: "ONE" },
      b: { environment: "TWO" },
      c: { file: "/x" },
      d: null,
      e: { environment: "a b" },
    },
    configs: { a: { environment: "ONE" }, b: { content: "x" } },
  };
  deepEqual(contentVariables(parseComposeModel(JSON.stringify(model))), ["ONE", "TWO"]);
  deepEqual(contentVariables({ services: {} }), []);
});

Deno.test("variableValues() reads the values of a variablesModel() that Compose resolved", () => {
  const model = JSON.parse(variablesModel(["ONE", "TWO", "THREE"]));
  deepEqual(model.services.variables.environment, { ONE: null, TWO: null, THREE: null });
  model.services.variables.environment = { ONE: "a$$b", TWO: "", THREE: null };
  deepEqual(variableValues(model), { ONE: "a$b", TWO: "" });
});

Deno.test("dotEnv() quotes values", () => {
  equal(dotEnv({ A: 'a "b" \\ $c', B: "" }), 'A="a \\"b\\" \\\\ \\$c"\nB=""\n');
});
