import assert from "node:assert/strict";

/** Defines a test that gets a disk of 64 kB. Only root can create it. */
export function diskTest(name: string, use: (disk: string) => Promise<void>): void {
  const fn = async () => {
    const disk = await Deno.makeTempDir({ prefix: "e2e-disk-" });
    await sh('mount -t tmpfs -o size=64k tmpfs "$1"', disk);
    try {
      await use(disk);
    } finally {
      await sh('umount "$1" && rmdir "$1"', disk);
    }
  };
  Deno.test({ name, ignore: Deno.uid() !== 0, fn });
}

async function sh(script: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("sh", { args: ["-c", script, "sh", ...args] }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
