import assert from "node:assert/strict";
import { pickSandbox, readSandbox } from "../../../lib/sandbox/list_sandboxes.ts";

const sandbox = (id: string) =>
  readSandbox(JSON.stringify({
    project: `e2e-shop-${id}`,
    dir: `/e2e-shop-${id}`,
    watched: true,
    expired: false,
    lease_age_s: 1,
    lease_s: 120,
    keep_until: null,
    run: {
      run_id: `01990000-0000-7000-8000-0000${id}`,
      slug: "shop",
      owner: "ana@laptop",
      started_at: "2026-01-01T00:00:00Z",
      host: "lab",
    },
  }));

Deno.test("pickSandbox() names the latest sandbox of a slug in its hint", () => {
  assert.throws(() => pickSandbox([sandbox("1a2b3c4d"), sandbox("5e6f7a8b")], "shop", "lab"), {
    message: 'No sandbox "shop" on lab, found e2e-shop-1a2b3c4d, e2e-shop-5e6f7a8b',
    hint: "use its latest sandbox, 5e6f7a8b",
  });
});
