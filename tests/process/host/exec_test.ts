import assert from "node:assert/strict";
import fc from "fast-check";
import { exec } from "../../../lib/host/exec.ts";

const sh = (script: string, ...args: string[]) => ["sh", "-c", script, "sh", ...args] as const;

const ENDINGS: readonly (readonly [name: string, script: string, code: number])[] = [
  ["success", "exit 0", 0],
  ["failure", "exit 3", 3],
  ["death by KILL", "kill -9 $$", 137],
  ["death by TERM", "kill -15 $$", 143],
];
for (const [name, script, code] of ENDINGS) {
  Deno.test(`exec() reports ${name} as exit code ${code}`, async () => {
    assert.deepEqual(await exec(sh(script)), { kind: "exited", code, stdout: "", stderr: "" });
  });
}

Deno.test("exec() returns 127 when the program is not on PATH", async () => {
  // In a process of its own: test files run side by side in one, and share its environment.
  const script = `const { exec } = await import(${JSON.stringify(import.meta.resolve("../../../lib/host/exec.ts"))});
    const { code, stderr } = await exec(["docker", "version"]); console.log(JSON.stringify([code, stderr]));`;
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", script], env: { PATH: "/nowhere" } })
    .output();
  assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [127, "docker: command not found\n"]);
});

Deno.test("exec() kills a process group that ignores TERM after the time limit", async () => {
  const result = await exec(sh("trap '' TERM; echo up; sleep 60 & wait; sleep 60"), { timeoutMs: 200 });
  assert.deepEqual([result.kind, result.code, result.stdout], ["timed-out", 124, "up\n"]);
});

Deno.test("exec() ends the command when it is cancelled", async () => {
  const cancel = new AbortController();
  const result = await exec(sh("echo up; exec sleep 60"), { signal: cancel.signal, onStdout: () => cancel.abort() });
  assert.equal(result.kind, "cancelled");
});

Deno.test("exec() ends the command when it is cancelled at any moment of its start", async () => {
  for (let moments = 0; moments < 50; moments++) {
    const cancel = new AbortController(), fromMs = performance.now();
    const running = exec(sh("exec sleep 60"), { signal: cancel.signal });
    for (let moment = 0; moment < moments; moment++) await undefined;
    cancel.abort();
    assert.equal((await running).kind, "cancelled");
    assert.ok(performance.now() - fromMs < 30_000, `not ended when cancelled at moment ${moments}`);
  }
});

Deno.test({
  name: "exec() gives up a process that waits for a dead disk, which KILL does not end",
  ignore: Deno.uid() !== 0,
  sanitizeResources: false, // the process itself
  fn: async () => {
    const dir = await Deno.makeTempDir(),
      mounted = sh(
        'truncate -s 8M "$1/disk"; mkfs.ext4 -q "$1/disk"; mkdir "$1/on"; mount -o loop "$1/disk" "$1/on"; fsfreeze -f "$1/on"',
        dir,
      );
    assert.equal((await exec(mounted)).code, 0);
    try {
      assert.equal((await exec(sh('echo text >"$1/on/file"', dir), { timeoutMs: 300 })).kind, "timed-out");
    } finally {
      await exec(sh('fsfreeze -u "$1/on"; until umount "$1/on"; do sleep 0.1; done; rm -r "$1"', dir));
    }
  },
});

Deno.test("exec() starts nothing when it is already cancelled", async () => {
  assert.equal((await exec(sh("echo up"), { signal: AbortSignal.abort() })).stdout, "");
});

Deno.test("exec() does not wait for output that a background child holds open", async () => {
  const from = performance.now();
  const { stdout } = await exec(sh("sleep 30 & echo $!"));
  Deno.kill(Number(stdout), "SIGKILL");
  assert.ok(performance.now() - from < 15_000);
});

Deno.test("exec() passes standard input and returns all of the output", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const parts: Uint8Array[] = [];
  await exec(sh("cat"), { stdin: bytes, onStdout: (chunk) => parts.push(chunk) });
  assert.deepEqual(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()), bytes);
});

Deno.test("exec() returns the exit code of a command that stops reading early", async () => {
  assert.equal((await exec(sh("exit 0"), { stdin: new Uint8Array(1_000_000) })).code, 0);
});

Deno.test("exec() keeps only the end of output that is streamed", async () => {
  let bytes = 0;
  const { stdout } = await exec(sh("yes | head -c 1000000; echo end"), { onStdout: (chunk) => bytes += chunk.length });
  assert.equal(bytes, 1_000_004);
  assert.ok(stdout.endsWith("end\n") && stdout.length <= 64 * 1024);
});

Deno.test("exec() passes every argument unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "binary" }).filter((text) => !text.includes("\0") && text.isWellFormed()), {
        maxLength: 6,
      }),
      async (args) => {
        const { stdout } = await exec(sh(`for a; do printf '%s\\0' "$a"; done`, ...args));
        assert.equal(stdout, args.map((argument) => `${argument}\0`).join(""));
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("exec() ends with the command even when its input is still open", async () => {
  const open = new ReadableStream<Uint8Array>();
  const { code, stdout } = await exec(sh("echo $$; exit 5"), { stdin: open });
  assert.equal(code, 5);
  assert.match(stdout, /^\d+\n$/);
});
