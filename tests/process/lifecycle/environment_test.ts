import assert from "node:assert/strict";
import { local } from "../../../lib/host/local.ts";
import { knownSecrets, writeSecrets } from "../../../lib/lifecycle/environment.ts";
import type { RunContext } from "../../../lib/lifecycle/run_context.ts";

Deno.test("knownSecrets() returns the secrets of all runs of a sandbox, and refuses when they cannot be read", async () => {
  const dir = await Deno.makeTempDir(), sandbox = { transport: local("box"), project: "e2e-a-1", dir };
  const write = (value: string) =>
    writeSecrets({ transport: local("box"), plan: { secrets: { A: value } } } as unknown as RunContext, sandbox);
  try {
    assert.deepEqual(await knownSecrets(sandbox), []); // of an earlier version
    assert.equal(await write("first"), undefined);
    assert.equal(await write("second"), undefined);
    assert.deepEqual(await knownSecrets(sandbox), ["first", "second"]);
    const silent = {
      ...sandbox,
      transport: { ...local("box"), run: () => local().run(["sh", "-c", "sleep 9"], { timeoutMs: 1 }) },
    };
    await assert.rejects(knownSecrets(silent), {
      message: /secrets\.json, the secrets to mask: no answer/,
      outcome: "infra",
    });
    await Deno.remove(`${dir}/secrets.json`);
    await Deno.mkdir(`${dir}/secrets.json`); // cannot be read, not even by root
    await assert.rejects(knownSecrets(sandbox), { message: /Is a directory/, outcome: "infra" });
    assert.equal((await write("third"))?.outcome, "infra");
    await assert.rejects(knownSecrets({ ...sandbox, dir: `${dir}/gone` }), { outcome: "infra" });
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
