import assert from "node:assert/strict";
import { webRepository } from "../e2e/fixture.ts";
import { noLabReason } from "../../tools/lab/lab_host.ts";
import { LabWorld } from "./lab_world.ts";

const HOME = "/home/e2e-lab";

/** What start-up files of a user's shell do. */
const ROWS: readonly (readonly [name: string, files: Readonly<Record<string, string>>])[] = [
  ["prints text whenever a shell starts", { ".bashrc": "echo Welcome back\necho 'You have mail' >&2\n" }],
  ["sets another language", { ".profile": "export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de\n" }],
  ["makes a login hang", { ".profile": "sleep 600\n" }],
];

for (const [name, files] of ROWS) {
  Deno.test({
    name: `e2e run passes on a host where the user's start-up file ${name}`,
    ignore: noLabReason() !== undefined,
    fn: async () => {
      await using world = await LabWorld.open("user");
      for (const [file, text] of Object.entries(files)) {
        await world.host.exec(`cp -p "$1" "$1.kept" 2>/dev/null; printf %s "$2" >"$1"`, `${HOME}/${file}`, text);
      }
      try {
        const repository = await world.repository(webRepository({ test_command: "echo tested; ls e2e" }));
        const { code, stderr } = await world.run([repository]);
        assert.equal(code, 0, stderr);
        assert.match(stderr, /^tested\ncompose.yml\ne2e.yml$/m);
      } finally {
        for (const file of Object.keys(files)) {
          await world.host.exec('rm "$1"; mv "$1.kept" "$1" 2>/dev/null; true', `${HOME}/${file}`);
        }
      }
    },
  });
}
