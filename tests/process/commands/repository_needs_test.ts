import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { repositoryNeeds } from "../../../lib/commands/repository_needs.ts";
import { readContract } from "../../../lib/contract/read_contract.ts";

const FILES: Readonly<Record<string, string>> = {
  "e2e/e2e.yml": "name: shop\ncompose_file: compose.yml\nprofiles: [extra]\ntest_command: sh e2e/run.sh\n",
  "e2e/run.sh": "#!/bin/sh\nset -eu\n{ uv venv && uv sync; } || exit 127\n",
  ".env": "TAG=15\n",
  "compose.yml": `services:
  db: { image: "postgres:\${TAG}" }
  app: { build: app, image: "shop/app:dev" }
  again: { image: "shop/app:dev" }
  cache: { image: "redis:7", profiles: [extra] }
  other: { image: "nginx:1", profiles: [never] }
  inline: { build: { dockerfile_inline: "FROM alpine:3" } }
`,
  "app/Dockerfile": `ARG VERSION=3.11-slim
FROM --platform=linux/amd64 python:$VERSION AS base
FROM scratch
FROM base
COPY --from=base / /
`,
};

Deno.test("repositoryNeeds() finds the program of the tests in their script, and the images that are pulled", async () => {
  const root = await Deno.realPath(await Deno.makeTempDir({ prefix: "e2e-needs-" }));
  try {
    for (const [path, text] of Object.entries(FILES)) {
      await Deno.mkdir(join(root, dirname(path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), text);
    }
    const reading = readContract(FILES["e2e/e2e.yml"] ?? "", "");
    assert.ok(reading.kind === "valid");
    assert.deepEqual(await repositoryNeeds({ root, contract: reading.contract }), {
      program: "uv",
      images: ["alpine:3", "postgres:15", "python:3.11-slim", "redis:7"],
    });
  } finally {
    await Deno.remove(root, { recursive: true });
  }
});
