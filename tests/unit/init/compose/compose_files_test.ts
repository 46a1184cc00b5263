import { deepEqual } from "node:assert/strict";
import { dirname, join } from "node:path";
import { findComposeFiles } from "../../../../lib/init/compose/compose_files.ts";

Deno.test("findComposeFiles() returns the most likely file first and skips other files", async () => {
  const likeliest = [
    "e2e/compose.yml",
    "compose.e2e.yml",
    "compose.yaml",
    "docker-compose.yml",
    "docker-compose.dev.yml",
    "docker-compose.test.yml",
    "stack.compose.yml",
    "infra/compose.yml",
    "deploy/docker-compose.local.yml",
    "deploy/dev/docker-compose.yml",
    "compose.override.yml",
    "docker-compose.prod.yml",
    "examples/one/compose.yml",
  ];
  const none = [
    "node_modules/x/compose.yml",
    ".hidden/compose.yml",
    "a/b/c/compose.yml",
    "decompose.yml",
    "compose.json",
  ];
  const root = await Deno.makeTempDir();
  try {
    for (const file of [...likeliest.toReversed(), ...none]) {
      await Deno.mkdir(dirname(join(root, file)), { recursive: true });
      await Deno.writeTextFile(join(root, file), "");
    }
    deepEqual(await findComposeFiles(root), likeliest);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
