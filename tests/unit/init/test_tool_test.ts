import assert from "node:assert/strict";
import { testTool } from "../../../lib/init/test_tool.ts";

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly template: string;
  /** The start of the command. */
  readonly command: string;
  readonly own?: readonly string[];
}

const cases: readonly Case[] = [
  { files: {}, template: "minimal", command: "sh e2e" },
  { files: { "uv.lock": "", "pyproject.toml": "pytest" }, template: "python-pytest", command: "uv run pytest e2e" },
  { files: { "pyproject.toml": "[tool.uv]" }, template: "python-pytest", command: "uv run --with pytest pytest e2e" },
  { files: { "pyproject.toml": "[tool.poetry]" }, template: "python-pytest", command: "poetry install" },
  { files: { "poetry.lock": "", "pyproject.toml": "" }, template: "python-pytest", command: "poetry install" },
  { files: { "pdm.lock": "", "pyproject.toml": "" }, template: "python-pytest", command: "pdm install" },
  { files: { Pipfile: "" }, template: "python-pytest", command: "pipenv sync" },
  { files: { "requirements-dev.txt": "" }, template: "python-pytest", command: "python3 -m pytest" },
  { files: { "requirements.txt": "", "package.json": "{}" }, template: "node", command: "node --test" },
  { files: { "package.json": "{", "package-lock.json": "" }, template: "node", command: "node --test" },
  {
    files: { "package.json": `{"scripts": {"test:e2e": "x", "test": "y"}}`, "package-lock.json": "" },
    template: "node",
    command: "node --test",
    own: ["npm ci && npm run test:e2e"],
  },
  {
    files: { "package.json": `{"packageManager": "pnpm@9.1.0", "scripts": {"e2e": "x"}}` },
    template: "node",
    command: "node --test",
    own: ["pnpm install --frozen-lockfile && pnpm run e2e"],
  },
  {
    files: { "package.json": `{"scripts": {"integration-tests": "x"}}`, "yarn.lock": "" },
    template: "node",
    command: "node --test",
    own: ["yarn install --immutable && yarn run integration-tests"],
  },
  { files: { "package.json": "{}", "bun.lock": "" }, template: "node", command: "bun test" },
  {
    files: { "deno.json": `{"tasks": {"test:e2e": "x"}}`, "package.json": "{}" },
    template: "deno",
    command: "deno test",
    own: ["deno task test:e2e"],
  },
  { files: { "deno.jsonc": "// no JSON" }, template: "deno", command: "deno test" },
  { files: { "go.mod": "", "package.json": "{}" }, template: "go", command: "go test" },
  { files: { "Cargo.toml": "" }, template: "shell", command: "sh e2e", own: ["cargo test"] },
  { files: { "pom.xml": "", mvnw: "" }, template: "shell", command: "sh e2e", own: ["./mvnw -B verify"] },
  { files: { "build.gradle.kts": "" }, template: "shell", command: "sh e2e", own: ["gradle check"] },
  {
    files: { Makefile: "all: e2e\nE2E := 1\ntest-e2e: all\n\ttrue\n.PHONY: e2e\n" },
    template: "shell",
    command: "sh e2e",
    own: ["make test-e2e"],
  },
  {
    files: { "smoke.bats": "" },
    template: "shell",
    command: "sh e2e",
    own: ["bats --report-formatter junit --output e2e smoke.bats"],
  },
  { files: { "run-tests.sh": "" }, template: "shell", command: "sh e2e" },
  { files: { "entrypoint.sh": "" }, template: "minimal", command: "sh e2e" },
];

for (const { files, template, command, own = [] } of cases) {
  Deno.test(`testTool() chooses ${template} for ${JSON.stringify(files)}`, () => {
    const tool = testTool({ names: Object.keys(files), texts: files });
    assert.equal(tool.template, template);
    assert.ok(tool.command.startsWith(command), tool.command);
    assert.deepEqual(tool.own.map((one) => one.command), own);
  });
}
