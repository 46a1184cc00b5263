import assert from "node:assert/strict";
import { listTree } from "../../../lib/repository/tree.ts";

Deno.test("listTree() ends at once when it is cancelled while git does not answer", async () => {
  const root = await Deno.makeTempDir(), path = Deno.env.get("PATH") ?? "";
  try {
    await Deno.mkdir(`${root}/.git`);
    await Deno.writeTextFile(`${root}/git`, `#!/bin/sh\n: >${root}/asked\nexec sleep 20\n`, { mode: 0o755 });
    Deno.env.set("PATH", `${root}:${path}`);
    const cancel = new AbortController(), reason = { kind: "cancelled", signal: "SIGINT" };
    const listing = listTree(root, { include: [], exclude: [] }, cancel.signal);
    for await (const { paths } of Deno.watchFs(root)) if (paths.includes(`${root}/asked`)) break;
    cancel.abort(reason);
    await assert.rejects(listing, reason);
  } finally {
    Deno.env.set("PATH", path);
    await Deno.remove(root, { recursive: true });
  }
});
