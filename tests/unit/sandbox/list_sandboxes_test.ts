import assert from "node:assert/strict";
import { UserError } from "../../../lib/errors.ts";
import { pickSandbox, readSandbox } from "../../../lib/sandbox/list_sandboxes.ts";

const sandbox = (id: string, slug: string) =>
  readSandbox(JSON.stringify({
    project: `e2e-${slug}-${id}`,
    dir: `/home/lab/.e2e/sandboxes/e2e-${slug}-${id}`,
    watched: true,
    expired: false,
    lease_age_s: 1,
    lease_s: 120,
    keep_until: null,
    run: {
      run_id: `019b7c5a-0000-7000-8000-0000${id}`,
      slug,
      owner: "ana@laptop",
      started_at: "2026-01-02T03:04:05.000Z",
      host: "lab",
    },
  }));

const sandboxes = [sandbox("1a2b3c4d", "shop"), sandbox("1a2bffff", "blog")];

const problemOf = (id: string) => {
  try {
    return pickSandbox(sandboxes, id, "lab").project;
  } catch (error) {
    return error instanceof UserError ? [error.message, error.hint] : error;
  }
};

Deno.test("pickSandbox() finds a sandbox by the unique beginning of its id", () => {
  assert.equal(problemOf("1a2b3"), "e2e-shop-1a2b3c4d");
});

Deno.test("pickSandbox() names all sandboxes that an id matches", () => {
  const message = '"1a2b" matches several sandboxes: e2e-shop-1a2b3c4d, e2e-blog-1a2bffff';
  assert.deepEqual(problemOf("1a2b"), [message, "use a longer part of the id"]);
});

Deno.test("pickSandbox() names the latest sandbox of a slug", () => {
  const message = 'No sandbox "shop" on lab, found e2e-shop-1a2b3c4d, e2e-blog-1a2bffff';
  assert.deepEqual(problemOf("shop"), [message, "use the id of its latest sandbox: 1a2b3c4d"]);
});
