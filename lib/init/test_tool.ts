import { type OwnCommand, ownCommands, packageManager } from "./own_commands.ts";
import { has, type RootFiles } from "./root_files.ts";
import { type Template, type TemplateName, TEMPLATES } from "./templates.ts";

/** How the tests in `e2e/tests/` are run. */
export interface TestTool {
  readonly template: TemplateName;
  /** The file that decided; undefined when none did. */
  readonly because: string | undefined;
  readonly command: string;
  readonly results: readonly string[];
  readonly needs: string;
  /** Commands that look like end-to-end or integration tests. */
  readonly own: readonly OwnCommand[];
}

/** Chooses the tool for the tests by the files at the root. */
export function testTool(root: RootFiles): TestTool {
  const found = [deno, python, go, node, shell].flatMap((look) => look(root) ?? [])[0];
  return { ...toolOf(found?.template ?? "minimal"), ...found, own: ownCommands(root) };
}

/** Returns the tool of a template, which the user has chosen. */
export function templateTool(name: TemplateName, root: TestTool): TestTool {
  return root.template === name ? root : { ...toolOf(name), own: root.own };
}

function toolOf(template: TemplateName): Omit<TestTool, "own"> {
  const { command, results, needs }: Template = TEMPLATES[template];
  return { template, because: undefined, command, results, needs };
}

type Found = Pick<TestTool, "template" | "because"> & Partial<Pick<TestTool, "command" | "needs">>;

function deno(root: RootFiles): Found | undefined {
  const because = has(root, "deno.json", "deno.jsonc");
  return because === undefined ? undefined : { template: "deno", because };
}

/** How to run a program in the project's own environment, by lock file or by a section of pyproject.toml. */
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
