import assert from "node:assert/strict";
import { join } from "node:path";
import { exec } from "../../../lib/host/exec.ts";
import { TEMPLATES } from "../../../lib/init/templates.ts";
import { whyNoStack } from "../examples/activity_core.ts";
import { World } from "../fixture.ts";

const LOCAL = ["--host", "local"];
const serve = (port: number, more = "") =>
  `{image: "busybox:stable", init: true, command: sh -c "echo hello > /tmp/index.html; exec httpd -f -p ${port} -h /tmp"${more}}`;
const web = (port: number, more = "") => `services:\n  web: ${serve(port, `, ports: ["${port}:${port}"]${more}`)}\n`;
const idle = `{image: "busybox:stable", init: true, command: sleep 600}`;

/** Tests run with the programs of the login shell. */
const missing = async (program: string, probe = `command -v ${program}`) =>
  (await exec(["sh", "-c", `sh -lc '${probe}' || bash -lc '${probe}'`])).code !== 0;
const noPytest = await missing("python3", 'python3 -c "import pytest"');
const noNode = await missing("node"), noDeno = await missing("deno"), noGo = await missing("go");

interface Kind {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly git?: boolean;
  /** Texts in the contract. */
  readonly says: readonly string[];
  readonly skip?: boolean;
}

const kinds: readonly Kind[] = [
  { name: "empty", files: { "README.md": "" }, says: ["name: empty", "sh e2e/tests/smoke.sh"] },
  {
    name: "python",
    files: { "pyproject.toml": "[project]\nname = 'x'\n", "docker-compose.yml": web(18081) },
    git: true,
    says: ["pytest", "test_results: [e2e/junit.xml]", "tcp://localhost:18081"],
    skip: noPytest,
  },
  {
    name: "node",
    files: { "package.json": `{"scripts": {"test:e2e": "x"}}`, "deploy/compose.yaml": web(8082) },
    says: ["node --test", "An existing command that may fit: npm install && npm run test:e2e"],
    skip: noNode,
  },
  {
    name: "deno",
    files: {
      "deno.json": "{}",
      "compose.yml": `x-web: &web ${
        serve(8083)
      }\nservices:\n  web:\n    <<: *web\n    ports: ["8083:8083"]\n  two: {extends: web}\n`,
    },
    says: ["deno test", "http://localhost:8083/"],
    skip: noDeno,
  },
  {
    name: "go",
    files: {
      "go.mod": "module example.org/x\n\ngo 1.21\n",
      "compose.yml": "include: [infra/web.yml]\nservices: {}\n",
      "infra/web.yml": web(8084),
    },
    says: ["go test -tags e2e", "http://localhost:8084/"],
    skip: noGo,
  },
  {
    name: "go without module",
    files: { "compose.yml": web(8085) },
    args: ["--template", "go"],
    says: ["name: go-without-module", "cd e2e/tests && go test"],
    skip: noGo,
  },
  {
    name: "make",
    files: { Makefile: "test-e2e:\n\ttrue\n", "compose.yml": `services:\n  worker: ${idle}\n` },
    says: ["An existing command that may fit: make test-e2e", "service: worker"],
  },
  {
    name: "rust",
    files: {
      "Cargo.toml": "",
      "infra/docker-compose.dev.yml": web(
        8086,
        `, healthcheck: {test: "wget -q -O - http://127.0.0.1:8086/", interval: 500ms}`,
      ),
    },
    says: ["service: web", "cargo test"],
  },
  {
    name: "variables",
    files: {
      ".gitignore": ".env",
      ".env": "PORT=8087\n",
      "compose.yml": `services:\n  web: ${
        serve(8087, `, ports: ["\${PORT}:8087"], environment: {A: "\${SECRET:?insisted}"}`)
      }\n  tool: {profiles: [tools], image: none}\n`,
    },
    git: true,
    says: ["sync: {include: [.env]}", "  SECRET: e2e", "# profiles: [tools]"],
  },
  {
    name: "Été – shop ☂",
    files: {
      "my stack/docker-compose.yml": web(8088),
      "docker-compose.override.yml": "services: {web: {image: none}}",
    },
    says: ["name: ete-shop"],
  },
  {
    name: "fixed address",
    files: { "compose.yml": web(18089, `, environment: {PUBLIC_URL: "http://localhost:18089"}`) },
    says: ["# Not private: web is configured", "ports: host"],
  },
  {
    name: "breach",
    files: { "compose.yml": web(8090, `, volumes: ["/etc/hostname:/mnt:ro"]`) },
    says: ["allow: [outside-paths]"],
  },
  {
    name: "own compose file",
    files: { "e2e/compose.yaml": `services:\n  worker: ${idle}\n`, "compose.yml": "services: {x: {image: none}}\n" },
    args: ["--template", "shell"],
    says: ["compose_file: e2e/compose.yaml"],
  },
];

for (const { name, files, args = [], git = false, says, skip = false } of kinds) {
  Deno.test({
    name: `init, check and run pass in the repository "${name}"${skip ? ": its program is not installed" : ""}`,
    ignore: skip,
    fn: async () => {
      await using world = new World();
      const root = await world.repository(files, name);
      if (git) await exec(["git", "init", "-q", root]);
      const init = await world.run(["init", "--yes", ...args, root]);
      assert.equal(init.code, 0, init.stderr);
      const contract = await Deno.readTextFile(join(root, "e2e/e2e.yml"));
      for (const text of says) assert.ok(contract.includes(text), `"${text}" is missing:\n${contract}`);
      await passes(world, root);
    },
  });
}

const noTemporal = await whyNoStack() !== undefined;
const skipped: Readonly<Record<string, boolean>> = {
  "python-pytest": noPytest,
  node: noNode,
  deno: noDeno,
  go: noGo,
  temporal: noTemporal,
};

for (const template of Object.keys(TEMPLATES)) {
  const skip = skipped[template] ?? false;
  for (const stack of template === "temporal" ? ["its own"] : ["its own", "one without ports"]) {
    Deno.test({
      name: `template ${template} passes on ${stack} stack${skip ? ": its program is not installed" : ""}`,
      ignore: skip,
      fn: async () => {
        await using world = new World();
        await using image = await temporalImage(template === "temporal");
        const files = stack === "its own" ? { README: "" } : { "compose.yml": `services:\n  worker: ${idle}\n` };
        const root = await world.repository(files);
        const init = await world.run(["init", "--template", template, root]);
        assert.equal(init.code, 0, init.stderr);
        if (image.name !== "") {
          await Deno.writeTextFile(join(root, "e2e/e2e.yml"), `\nenv: { TEMPORAL_IMAGE: "${image.name}" }\n`, {
            append: true,
          });
        }
        await passes(world, root);
      },
    });
  }
}

async function passes(world: World, root: string): Promise<void> {
  const check = await world.run(["check", root]);
  assert.equal(check.code, 0, check.stderr);
  const run = await world.run(["run", root, ...LOCAL]);
  assert.equal(run.code, 0, run.stderr);
  const result = await world.result();
  assert.deepEqual([result.outcome, result.cleanup.leftovers], ["passed", []]);
}

/** Builds an image with Temporal's own program, as the template needs it. */
async function temporalImage(wanted: boolean): Promise<AsyncDisposable & { readonly name: string }> {
  if (!wanted) return { name: "", [Symbol.asyncDispose]: () => Promise.resolve() };
  const name = `e2e-init-test-temporal:${crypto.randomUUID().slice(0, 8)}`;
  const build =
    'printf "FROM temporalio/auto-setup:1.29.1\\nENTRYPOINT [\\"temporal\\"]\\n" | docker build -q -t "$1" -';
  const built = await exec(["sh", "-c", build, "sh", name]);
  assert.equal(built.code, 0, built.stderr);
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await exec(["docker", "rmi", "-f", name]);
    },
  };
}
