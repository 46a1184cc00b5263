import assert from "node:assert/strict";
import fc from "fast-check";
import type { ExecResult } from "../../../lib/host/exec.ts";
import { local } from "../../../lib/host/local.ts";
import { ssh } from "../../../lib/host/ssh/ssh.ts";
import type { Transport } from "../../../lib/host/transport.ts";
import { startSshd } from "../../../tools/lab/sshd.ts";

/** Both transports run through the same tests. */
const MAKERS: Readonly<Record<string, (test: (transport: Transport) => Promise<void>) => Promise<void>>> = {
  local: (test) => test(local()),
  ssh: async (test) => {
    await using sshd = await startSshd();
    const transport = ssh(sshd.host, { patienceMs: 10_000 });
    try {
      await test(transport);
    } finally {
      await transport.close();
    }
  },
};

const sh = (script: string, ...args: string[]) => ["sh", "-c", script, "sh", ...args] as const;
const ending = ({ kind, code, stdout, stderr }: ExecResult) => [kind, code, stdout, stderr];

for (const [name, over] of Object.entries(MAKERS)) {
  Deno.test(`${name} returns the output of a command, and how it ended`, () =>
    over(async (host) => {
      assert.deepEqual(ending(await host.run(sh("echo out; echo err >&2; exit 3"))), ["exited", 3, "out\n", "err\n"]);
      assert.deepEqual(ending(await host.run(sh("kill -9 $$"))).slice(0, 3), ["exited", 137, ""]); // a shell on the way may say "Killed"
      assert.equal((await host.run(sh("exit 255"))).code, 255);
    }));

  Deno.test(`${name} passes every argument unchanged`, () =>
    over(async (host) => {
      const text = fc.string({ unit: "binary" }).filter((each) => !each.includes("\0") && each.isWellFormed());
      await fc.assert(
        fc.asyncProperty(fc.array(text, { minLength: 10, maxLength: 30 }), async (args) => {
          const { stdout } = await host.run(sh(`for a; do printf '%s\\0' "$a"; done`, ...args));
          assert.equal(stdout, args.map((each) => `${each}\0`).join(""));
        }),
        { numRuns: 8 },
      );
    }));

  Deno.test(`${name} forwards a port of the host to this machine`, () =>
    over(async (host) => {
      await using server = Deno.serve({ hostname: "127.0.0.2", port: 0, onListen: () => {} }, () =>
        new Response("hello"));
      const to = `127.0.0.2:${server.addr.port}`, tunnel = await host.tunnel(to, server.addr.port);
      assert.ok(tunnel.kind === "open" && /^127\.0\.0\.[12]:\d+$/.test(tunnel.at), JSON.stringify(tunnel));
      assert.equal(await (await fetch(`http://${tunnel.at}/`, { headers: { connection: "close" } })).text(), "hello");
    }));

  Deno.test(`${name} passes binary input and output unchanged`, () =>
    over(async (host) => {
      const bytes = crypto.getRandomValues(new Uint8Array(60_000));
      const parts: Uint8Array[] = [];
      await host.run(sh("cat"), { stdin: bytes, onStdout: (chunk) => parts.push(chunk) });
      assert.deepEqual(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()), bytes);
    }));

  Deno.test(`${name} ends a command that takes too long, and one that is cancelled`, () =>
    over(async (host) => {
      assert.equal((await host.run(sh("exec sleep 60"), { timeoutMs: 300 })).kind, "timed-out");
      const cancel = new AbortController();
      const result = await host.run(sh("echo up; exec sleep 60"), {
        signal: cancel.signal,
        onStdout: () => cancel.abort(),
      });
      assert.equal(result.kind, "cancelled");
    }));

  Deno.test(`${name} copies listed files to the host and back, whatever their names are`, () =>
    over(async (host) => {
      const dir = await Deno.makeTempDir();
      const names = ["a b", "it's", 'q"q', "new\nline", "ünï", "-dash", "$HOME", "deep/er/file"];
      for (const each of ["from", "there", "back"]) await Deno.mkdir(`${dir}/${each}/deep/er`, { recursive: true });
      for (const each of [...names, "other"]) await Deno.writeTextFile(`${dir}/from/${each}`, each);
      await Deno.symlink("a b", `${dir}/from/link`);
      const files = [...names, "link"].map((each) => `${each}\0`).join("");
      const pushed = await host.push(`${dir}/from`, `${dir}/there`, { files });
      assert.equal(pushed.code, 0, pushed.stderr);
      assert.equal((await host.pull(`${dir}/there`, `${dir}/back`)).code, 0);
      for (const each of names) assert.equal(await Deno.readTextFile(`${dir}/back/${each}`), each);
      assert.equal(await Deno.readLink(`${dir}/there/link`), "a b");
      assert.deepEqual(
        [...Deno.readDirSync(`${dir}/back`)].filter((each) => each.name === "other" || each.isSymlink),
        [],
      );
      await Deno.remove(dir, { recursive: true });
    }));
}
