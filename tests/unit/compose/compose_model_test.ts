import { deepEqual, throws } from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { parseComposeModel } from "../../../lib/compose/compose_model.ts";

Deno.test("parseComposeModel() keeps every field, known or not", () => {
  const model = {
    "x-a": { b: [1, null] },
    services: {
      web: {
        image: "x",
        command: null,
        networks: { default: null },
        ports: [{ target: 80, app_protocol: "http" }],
        "x-y": 1,
      },
    },
    networks: { default: { name: "p_default", ipam: {} } },
    models: { m: {} },
  };
  deepEqual(parseComposeModel(JSON.stringify(model)), model);
});

Deno.test("parseComposeModel() throws a UserError for output that is not from Compose", () => {
  const start = 'Cannot read the output of "docker compose config": ';
  throws(
    () => parseComposeModel("hello"),
    new UserError(`${start}expected JSON, found "hello"`, { hint: "docker compose version" }),
  );
  throws(
    () => parseComposeModel('{"services": {"a": {"image": 3}}}'),
    (error) => error instanceof UserError && error.message.startsWith(`${start}services.a.image: `),
  );
});
