import assert from "node:assert/strict";
import { ScriptHost } from "./fixture.ts";
import { setShell, SHELLS } from "./shells.ts";

const BOOT = Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
const uptimeS = () => Number.parseInt(Deno.readTextFileSync("/proc/uptime"));
const nowS = () => Math.floor(Date.now() / 1000);

/** A lease that was renewed so many seconds ago. */
const lease = (ageS: number, boot = BOOT) => `${boot} ${`${uptimeS() - ageS}`.padStart(12, "0")}\n`;

const ROWS: readonly (readonly [name: string, files: () => Readonly<Record<string, string>>, expired: boolean])[] = [
  ["its lease holds", () => ({ lease: lease(30), lease_s: "60\n" }), false],
  ["its lease has expired", () => ({ lease: lease(61), lease_s: "60\n" }), true],
  ["its lease is from an earlier boot", () => ({ lease: lease(1, BOOT.replace(/./g, "0")), lease_s: "60\n" }), true],
  ["its lease is damaged", () => ({ lease: `${BOOT} 12x\n`, lease_s: "60\n" }), true],
  ["its term is damaged, and the lease is younger than 120 s", () => ({ lease: lease(100), lease_s: "6x\n" }), false],
  ["its term is damaged, and the lease is older than 120 s", () => ({ lease: lease(121), lease_s: "" }), true],
  ["it is kept", () => ({ lease: lease(999), lease_s: "60\n", keep_until: `${nowS() + 600}\n` }), false],
  ["it was kept until a second ago", () => ({ lease: lease(1), lease_s: "60\n", keep_until: `${nowS() - 1}\n` }), true],
];

for (const shell of SHELLS) {
  Deno.test(`list.sh reports which sandboxes without a watcher are expired when sh is ${shell}`, async () => {
    await using host = new ScriptHost();
    setShell(host, shell);
    for (const [at, [, files]] of ROWS.entries()) {
      const dir = `${host.home}/sandboxes/e2e-${at}`;
      await Deno.mkdir(dir, { recursive: true });
      for (const [name, text] of Object.entries(files())) await Deno.writeTextFile(`${dir}/${name}`, text);
    }
    const { code, stdout, stderr } = await host.run("list.sh", "");
    assert.deepEqual([code, stderr], [0, ""]);
    const found = stdout.trimEnd().split("\n").map((line) => JSON.parse(line).expired);
    for (const [at, [name, , expired]] of ROWS.entries()) assert.deepEqual([name, found[at]], [name, expired]);
  });
}
