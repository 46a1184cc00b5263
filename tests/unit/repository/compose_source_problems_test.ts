import { deepEqual } from "node:assert/strict";
import { composeSourceProblems } from "../../../lib/repository/compose_source_problems.ts";
import type { Allowance } from "../../../lib/contract/contract.ts";

interface Asked {
  readonly files?: readonly string[];
  readonly allow?: readonly Allowance[];
}

/** Writes files into a directory and returns the problems of the repository `shop` in it. */
async function refused(
  tree: Readonly<Record<string, string>>,
  { files, allow = [] }: Asked = {},
): Promise<readonly string[]> {
  const base = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const [path, text] of Object.entries(tree)) {
      await Deno.mkdir(`${base}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      if (text.startsWith("-> ")) await Deno.symlink(text.slice(3), `${base}/${path}`);
      else await Deno.writeTextFile(`${base}/${path}`, text);
    }
    const compose = (files ?? ["shop/compose.yml"]).map((file) => `${base}/${file}`);
    const problems = await composeSourceProblems(compose, { root: `${base}/shop`, allow });
    return problems.map(({ path, found, allowance }) => `${path} ${found} ${allowance}`.replaceAll(base, "BASE"));
  } finally {
    await Deno.remove(base, { recursive: true });
  }
}

const service = (fields: string) => `services:\n  web: {image: x, ${fields}}\n`;

Deno.test("composeSourceProblems() accepts files of the repository", async () => {
  const compose = `include: [inc/a.yml, {path: [b.yml], env_file: x.env}]
${service("env_file: [a.env, {path: ./b/c.env, required: false}], extends: {file: d.yml, service: y}")}`;
  const inner = service("env_file: ../a.env");
  deepEqual(
    await refused({ "shop/compose.yml": compose, "shop/inc/a.yml": inner, "shop/b.yml": "", "shop/d.yml": "" }),
    [],
  );
});

Deno.test("composeSourceProblems() refuses env files outside, in all their forms", async () => {
  const table: readonly (readonly [string, string])[] = [
    ["env_file: /etc/x", 'env_file[0] "/etc/x"'],
    ["env_file: [a.env, ../b.env]", 'env_file[1] "../b.env"'],
    ["env_file: [{path: ../b.env}]", 'env_file[0] "../b.env"'],
    ["env_file: '${X:-../b.env}'", 'env_file[0] "../b.env"'],
    ["env_file: '${HOME}/b.env'", 'env_file[0] "/b.env"'],
    ["label_file: ../b", 'label_file[0] "../b"'],
  ];
  for (const [field, expected] of table) {
    deepEqual(await refused({ "shop/compose.yml": service(field) }), [
      `compose.yml: services.web.${expected} ${expected.includes("..") ? undefined : "outside-paths"}`,
    ]);
  }
});

Deno.test("composeSourceProblems() follows links of the compose file and of the files that it names", async () => {
  const tree = {
    "shop/dev.yml": service("env_file: [a.env, b.env]"),
    "shop/e2e/compose.yml": "-> ../dev.yml",
    "shop/a.env": "",
    "shop/b.env": "-> ../b.env",
    "b.env": "",
  };
  deepEqual(await refused(tree, { files: ["shop/e2e/compose.yml"] }), [
    'dev.yml: services.web.env_file[1] "BASE/b.env" outside-paths',
  ]);
});

Deno.test("composeSourceProblems() checks included and extended files, with paths relative to them", async () => {
  const tree = {
    "shop/compose.yml": `include: [sub/a.yml]\n${service("extends: {file: sub/deep/b.yml, service: y}")}`,
    "shop/sub/a.yml": `include: [compose-loop.yml]\n${service("env_file: ../../a.env")}`,
    "shop/sub/compose-loop.yml": "include: [a.yml]\n",
    "shop/sub/deep/b.yml": service("env_file: [../../c.env, ../../../b.env]"),
  };
  deepEqual(await refused(tree), [
    'sub/deep/b.yml: services.web.env_file[1] "../../../b.env" undefined',
    'sub/a.yml: services.web.env_file[0] "../../a.env" undefined',
  ]);
});

Deno.test("composeSourceProblems() uses the project directory of an include", async () => {
  const tree = {
    "shop/compose.yml": "include: [{path: sub/a.yml, project_directory: .}]\n",
    "shop/sub/a.yml": service("env_file: [../a.env]"),
  };
  deepEqual(await refused(tree), ['sub/a.yml: services.web.env_file[0] "../a.env" undefined']);
});

Deno.test("composeSourceProblems() refuses includes and extends from outside, and does not read them", async () => {
  const compose = `include:
  - https://github.com/a/b.git
  - oci://example.org/a:1
  - path: [git@example.org:a/b, ../other/c.yml]
    project_directory: ../other
    env_file: /etc/x
${service("extends: {file: ../other/c.yml, service: y}")}`;
  deepEqual(await refused({ "shop/compose.yml": compose, "other/c.yml": service("env_file: /etc/y") }), [
    'compose.yml: services.web.extends.file "../other/c.yml" undefined',
    'compose.yml: include[0] "https://github.com/a/b.git" external',
    'compose.yml: include[1] "oci://example.org/a:1" external',
    'compose.yml: include[2].path "git@example.org:a/b" external',
    'compose.yml: include[2].path "../other/c.yml" undefined',
    'compose.yml: include[2].project_directory "../other" undefined',
    'compose.yml: include[2].env_file "/etc/x" outside-paths',
  ]);
});

Deno.test("composeSourceProblems() resolves paths of all files relative to the first one", async () => {
  const tree = { "shop/compose.yml": "", "shop/e2e/more.yml": service("env_file: ../x.env") };
  deepEqual(await refused(tree, { files: ["shop/compose.yml", "shop/e2e/more.yml"] }), [
    'e2e/more.yml: services.web.env_file[0] "../x.env" undefined',
  ]);
  deepEqual(await refused(tree, { files: ["shop/e2e/more.yml", "shop/compose.yml"] }), []);
});

Deno.test("composeSourceProblems() resolves anchors and merge keys", async () => {
  const compose = "x-base: &base {env_file: /etc/x}\nservices:\n  web:\n    <<: *base\n    image: x\n";
  deepEqual(await refused({ "shop/compose.yml": compose }), [
    'compose.yml: services.web.env_file[0] "/etc/x" outside-paths',
  ]);
});

Deno.test("composeSourceProblems() accepts what is allowed, and leaves broken and missing files to Compose", async () => {
  deepEqual(await refused({ "shop/compose.yml": service("env_file: /etc/x") }, { allow: ["outside-paths"] }), []);
  deepEqual(await refused({ "shop/compose.yml": "a: [" }), []);
  deepEqual(await refused({ "shop/x": "" }), []);
});
