import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { checkLayers } from "../../../../tools/checks/layers.ts";
import { ROOMS } from "../../../../tools/checks/rooms.ts";

/** The violations in a tree of `file: text`, as `file:line found`. */
async function violationsIn(tree: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const root = await Deno.makeTempDir();
  try {
    for (const [file, text] of Object.entries({ "deno.json": "{}", ...tree })) {
      await Deno.mkdir(dirname(join(root, file)), { recursive: true });
      await Deno.writeTextFile(join(root, file), text);
    }
    return (await checkLayers(root)).map(({ file, line, found }) => `${file}:${line} ${found}`);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const cases: readonly {
  readonly name: string;
  readonly tree: Readonly<Record<string, string>>;
  readonly found: readonly string[];
}[] = [
  {
    name: "finds nothing when every import points down",
    tree: {
      "mod.ts": 'export { run } from "./lib/commands/run.ts";\nif (import.meta.main) await import("./cli.ts");\n',
      "cli.ts": 'import { end } from "./lib/cli/program.ts";\nexport const main = end;\n',
      "lib/cli/program.ts": "export const end = () => Deno.exit(1);\n",
      "lib/commands/run.ts": 'import { up } from "../lifecycle/up.ts";\nexport const run = () => up;\n',
      "lib/lifecycle/up.ts": 'import { ssh } from "../host/ssh.ts";\nexport const up = ssh;\n',
      "lib/host/ssh.ts": 'import { $ } from "@david/dax";\nexport const ssh = $ ?? Deno.Command;\n',
      "lib/report/lines.ts": 'import type { Result } from "../result/result.ts";\nexport type Lines = Result;\n',
      "lib/result/result.ts": "export type Result = number;\n",
    },
    found: [],
  },
  {
    name: "finds an import that points up",
    tree: {
      "lib/host/ssh.ts": '\nimport { up } from "../lifecycle/up.ts";\nexport const ssh = up;\n',
      "lib/lifecycle/up.ts": "export const up = 1;\n",
    },
    found: ['lib/host/ssh.ts:2 imports "lib/lifecycle/up.ts"'],
  },
  {
    name: "finds types imported from a higher room",
    tree: {
      "lib/contract/read.ts": 'import type { Ssh } from "../host/ssh.ts";\nexport type Read = Ssh;\n',
      "lib/host/ssh.ts": "export type Ssh = number;\n",
    },
    found: ['lib/contract/read.ts:1 imports types of "lib/host/ssh.ts"'],
  },
  {
    name: "finds a dynamic import",
    tree: {
      "lib/errors.ts": 'export const late = () => import("./report/page.ts");\n',
      "lib/report/page.ts": "export const page = 1;\n",
    },
    found: ['lib/errors.ts:1 imports "lib/report/page.ts"'],
  },
  {
    name: "finds a script of another room",
    tree: {
      "lib/doctor/ask.ts": 'import ask from "../runner/ask.sh" with { type: "text" };\nexport const text = ask;\n',
      "lib/runner/ask.sh": "true\n",
    },
    found: ['lib/doctor/ask.ts:1 imports "lib/runner/ask.sh"'],
  },
  {
    name: "finds a cycle inside a room",
    tree: {
      "lib/host/a.ts": 'import type { B } from "./b.ts";\nexport type A = B;\n',
      "lib/host/b.ts": 'import type { A } from "./a.ts";\nexport type B = A;\n',
    },
    found: ["lib/host/b.ts:1 closes a cycle: lib/host/a.ts → lib/host/b.ts → lib/host/a.ts"],
  },
  {
    name: "finds dax and processes outside the host room",
    tree: {
      "lib/sandbox/a.ts": 'import { $ } from "@david/dax";\nexport const a = $;\n',
      "lib/sandbox/b.ts": 'import $ from "npm:dax@0.49.0";\nexport const b = $;\n',
      "lib/sandbox/c.ts": 'import { spawn } from "node:child_process";\nexport const c = spawn;\n',
      "lib/sandbox/d.ts": 'export const d = new Deno.Command("ls");\n',
    },
    found: [
      'lib/sandbox/a.ts:1 imports "@david/dax"',
      'lib/sandbox/b.ts:1 imports "npm:dax@0.49.0"',
      'lib/sandbox/c.ts:1 imports "node:child_process"',
      "lib/sandbox/d.ts:1 uses Deno.Command",
    ],
  },
  {
    name: "finds an exit and a signal listener outside the entries, but not in a comment",
    tree: {
      "lib/commands/run.ts": [
        "/** Never calls Deno.exit itself.",
        " * Nor Deno.Command. */",
        "// Deno.exit(1)",
        "Deno.exitCode = 1;",
        'Deno.addSignalListener("SIGINT", () => Deno.exit(1));',
      ].join("\n"),
    },
    found: ["lib/commands/run.ts:5 uses Deno.exit", "lib/commands/run.ts:5 uses Deno.addSignalListener"],
  },
  {
    name: "finds a file that is in no room",
    tree: { "lib/fleet/worker.ts": "export const worker = 1;\n" },
    found: ["lib/fleet/worker.ts:1 is in no room"],
  },
];

for (const { name, tree, found } of cases) {
  Deno.test(`checkLayers() ${name}`, async () => {
    assert.deepEqual([...await violationsIn(tree)].sort(), [...found].sort());
  });
}

Deno.test("ROOMS are in one order: each imports only rooms above it", () => {
  const names = ROOMS.map(({ room }) => room);
  const upwards = ROOMS.flatMap(({ room, imports }, at) =>
    imports.filter((place) => names.indexOf(place) >= at).map((place) => `${room} imports ${place}`)
  );
  assert.deepEqual(upwards, ["lib/cli/program.ts imports lib/cli/"]);
});
