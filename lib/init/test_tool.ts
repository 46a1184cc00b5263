import { type Template, type TemplateName, TEMPLATES } from "./templates.ts";
import { mapping, text } from "./values.ts";

/** What is at a repository's root: names, and the texts of the files that tell of tests. */
export interface RootFiles {
  readonly names: readonly string[];
  /** By name; only of files that are there. */
  readonly texts: Readonly<Record<string, string>>;
}

/** A command that the repository has already, and what it writes. */
export interface OwnCommand {
  readonly command: string;
  readonly results: readonly string[];
}

/** How the tests in `e2e/tests/` are run. */
export interface TestTool {
  readonly template: TemplateName;
  /** The file that said so; undefined where none did. */
  readonly because: string | undefined;
  readonly command: string;
  readonly results: readonly string[];
  readonly needs: string;
  /** Commands that look like end-to-end or integration tests. */
  readonly own: readonly OwnCommand[];
}

/** Works out from the root's files how its tests are run; pure. */
export function testTool(root: RootFiles): TestTool {
  const found = [deno, python, go, node, shell].flatMap((look) => look(root) ?? [])[0];
  const { name, command, results, needs }: Template = TEMPLATES[found?.template ?? "minimal"];
  return {
    template: name as TemplateName,
    because: found?.because,
    command: found?.command ?? command,
    results: [...results],
    needs: found?.needs ?? needs,
    own: ownCommands(root),
  };
}

/** How tests are run with a template, whatever is at the root. */
export function templateTool(name: TemplateName, root: TestTool): TestTool {
  if (root.template === name) return root;
  const { command, results, needs }: Template = TEMPLATES[name];
  return { template: name, because: undefined, command, results, needs, own: root.own };
}

interface Found {
  readonly template: TemplateName;
  readonly because: string;
  readonly command?: string;
  readonly needs?: string;
}

function has(root: RootFiles, ...names: readonly string[]): string | undefined {
  return names.find((name) => root.names.includes(name));
}

function deno(root: RootFiles): Found | undefined {
  const because = has(root, "deno.json", "deno.jsonc");
  return because === undefined ? undefined : { template: "deno", because };
}

/** What runs a program in the project's own environment, by the file that tells. */
const pythonRunners: readonly { readonly by: RegExp | string; readonly run: string; readonly needs: string }[] = [
  { by: "uv.lock", run: "uv run", needs: "uv" },
  { by: "poetry.lock", run: "poetry install --no-interaction && poetry run", needs: "poetry" },
  { by: "pdm.lock", run: "pdm install && pdm run", needs: "pdm" },
  { by: "Pipfile", run: "pipenv sync --dev && pipenv run", needs: "pipenv" },
  { by: /^\[tool\.uv\b/m, run: "uv run", needs: "uv" },
  { by: /^\[tool\.poetry\b/m, run: "poetry install --no-interaction && poetry run", needs: "poetry" },
  { by: /^\[tool\.pdm\b/m, run: "pdm install && pdm run", needs: "pdm" },
];

function python(root: RootFiles): Found | undefined {
  const because = has(root, "pyproject.toml", "uv.lock", "Pipfile", "pytest.ini", "tox.ini", "setup.cfg", "setup.py") ??
    (has(root, "package.json") === undefined
      ? root.names.find((name) => /^requirements.*\.txt$/.test(name))
      : undefined);
  if (because === undefined) return undefined;
  const project = root.texts["pyproject.toml"] ?? "";
  const runner = pythonRunners.find(({ by }) => typeof by === "string" ? root.names.includes(by) : by.test(project));
  if (runner === undefined) return { template: "python-pytest", because };
  const { run, needs } = runner;
  const withPytest = needs === "uv" && !/\bpytest\b/.test(project) ? `${run} --with pytest` : run;
  const command = TEMPLATES["python-pytest"].command.replace("python3 -m pytest", `${withPytest} pytest`);
  return { template: "python-pytest", because, command, needs };
}

function go(root: RootFiles): Found | undefined {
  return has(root, "go.mod") === undefined ? undefined : { template: "go", because: "go.mod" };
}

function node(root: RootFiles): Found | undefined {
  if (has(root, "package.json") === undefined) return undefined;
  if (packageManager(root).name !== "bun") return { template: "node", because: "package.json" };
  const command = "bun test --reporter=junit --reporter-outfile=e2e/junit.xml ./e2e/tests/";
  return { template: "node", because: has(root, "bun.lock", "bun.lockb") ?? "package.json", command, needs: "bun" };
}

function shell(root: RootFiles): Found | undefined {
  const other = ["Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts", "Makefile", "makefile", "GNUmakefile"];
  const because = has(root, ...other) ??
    root.names.find((name) => /^(?:run[-_.])?(?:tests?|e2e|smoke)\b.*\.sh$|\.bats$/.test(name));
  return because === undefined ? undefined : { template: "shell", because };
}

interface PackageManager {
  readonly name: string;
  readonly install: string;
}

/** Source: the manuals of npm, pnpm, Yarn and Bun. */
function packageManager(root: RootFiles): PackageManager {
  const named = text(mapping(json(root.texts["package.json"])).packageManager)?.replace(/@.*/, "");
  if (named === "pnpm" || has(root, "pnpm-lock.yaml")) {
    return { name: "pnpm", install: "pnpm install --frozen-lockfile" };
  }
  if (named === "yarn" || has(root, "yarn.lock")) return { name: "yarn", install: "yarn install --immutable" };
  if (named === "bun" || has(root, "bun.lock", "bun.lockb")) {
    return { name: "bun", install: "bun install --frozen-lockfile" };
  }
  return { name: "npm", install: has(root, "package-lock.json") ? "npm ci" : "npm install" };
}

function ownCommands(root: RootFiles): readonly OwnCommand[] {
  return [...ownScripts(root), ...ownTargets(root), ...ownTools(root)];
}

const endToEnd = /^(?:test[:_-]?)?(?:e2e|end-to-end|integration|acceptance|system)(?:[:_-]?tests?)?$/i;

function ownScripts(root: RootFiles): readonly OwnCommand[] {
  const { name, install } = packageManager(root);
  const scripts = Object.keys(mapping(mapping(json(root.texts["package.json"])).scripts)).filter((one) =>
    endToEnd.test(one)
  );
  const tasks = Object.keys(mapping(mapping(json(root.texts["deno.json"])).tasks)).filter((one) => endToEnd.test(one));
  return [
    ...scripts.map((script) => ({ command: `${install} && ${name} run ${script}`, results: [] })),
    ...tasks.map((task) => ({ command: `deno task ${task}`, results: [] })),
  ];
}

function ownTargets(root: RootFiles): readonly OwnCommand[] {
  const makefile = ["Makefile", "makefile", "GNUmakefile"].map((name) => root.texts[name] ?? "").join("\n");
  const targets = [...makefile.matchAll(/^([A-Za-z][\w.-]*)\s*:(?!=)/gm)].map(([, target = ""]) => target);
  return [...new Set(targets.filter((target) => endToEnd.test(target)))]
    .map((target) => ({ command: `make ${target}`, results: [] }));
}

function ownTools(root: RootFiles): readonly OwnCommand[] {
  const gradle = has(root, "gradlew") ? "./gradlew" : "gradle";
  const maven = has(root, "mvnw") ? "./mvnw" : "mvn";
  const bats = root.names.find((name) => /\.bats$/.test(name));
  return [
    ...(has(root, "Cargo.toml") ? [{ command: "cargo test --test e2e", results: [] }] : []),
    ...(has(root, "pom.xml") ? [{ command: `${maven} -B verify`, results: ["**/target/failsafe-reports/*.xml"] }] : []),
    ...(has(root, "build.gradle", "build.gradle.kts")
      ? [{ command: `${gradle} integrationTest`, results: ["**/build/test-results/**/*.xml"] }]
      : []),
    ...(bats === undefined ? [] : [{
      command: `bats --report-formatter junit --output e2e ${bats}`,
      results: ["e2e/report.xml"],
    }]),
  ];
}

/** deno.jsonc and the like, with comments, are passed over. */
function json(source: string | undefined): unknown {
  try {
    return JSON.parse(source ?? "");
  } catch {
    return undefined;
  }
}
