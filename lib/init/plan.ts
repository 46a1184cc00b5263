import { TEMPLATE_FILES } from "../../templates/templates.ts";
import { contractText } from "./contract_text.ts";
import { smokeSubject } from "./health_checks.ts";
import { notes } from "./notes.ts";
import type { ComposeFacts, RepositoryFacts } from "./repository_facts.ts";
import { serviceFacts } from "./compose/service_facts.ts";
import { slugFrom } from "../contract/slug.ts";
import { smokeTestText } from "./smoke_test_text.ts";
import { type TemplateName, TEMPLATES } from "./templates.ts";
import { templateTool, type TestTool } from "./test_tool.ts";

/** A file that `init` would write. Paths are relative to the repository's root. */
export type PlannedFile =
  | { readonly kind: "text"; readonly path: string; readonly text: string; readonly executable: boolean }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  /** A file of the repository that `init` uses. */
  | { readonly kind: "existing"; readonly path: string }
  /** Lines to add at the end of a file. */
  | { readonly kind: "append"; readonly path: string; readonly text: string };

/** The files that `init` would write, and notes for the user. */
interface InitPlan {
  readonly files: readonly PlannedFile[];
  readonly notes: readonly string[];
}

/** The options of the user. */
interface InitOptions {
  readonly template: TemplateName | undefined;
  /** The tool's version. */
  readonly version: string;
}

/** Plans the files of `e2e/` for a repository. */
export function plan(facts: RepositoryFacts, options: InitOptions): InitPlan {
  const { compose } = facts;
  const tool = chosenTool(facts, options.template);
  const { smoke } = TEMPLATES[tool.template];
  return {
    files: [
      text("e2e/e2e.yml", contract(facts, { tool, version: options.version })),
      ...composeFiles(compose, tool.template),
      text(`e2e/tests/${smoke}`, smokeTestText(tool.template, compose && smokeSubject(compose.services))),
      ...(tool.template === "go" && !facts.goModule
        ? [text("e2e/tests/go.mod", TEMPLATE_FILES["go/go.mod"] ?? "")]
        : []),
      { ...text("e2e/run-on-host.sh", TEMPLATE_FILES["common/run-on-host.sh"] ?? ""), executable: true },
      ...ignoredResults(facts, tool),
    ],
    notes: [
      ...(options.template === "temporal" && tool.template !== "temporal"
        ? ["the temporal template is for repositories without a compose file: shell was used instead"]
        : []),
      ...notes(facts, tool),
    ],
  };
}

function text(path: string, content: string) {
  return { kind: "text", path, text: content, executable: false } as const;
}

/** The temporal template only works with its own compose file. */
function chosenTool({ tool, compose, goModule }: RepositoryFacts, template: TemplateName | undefined): TestTool {
  const name = template === "temporal" && compose !== undefined ? "shell" : template ?? tool.template;
  const chosen = templateTool(name, tool);
  if (name !== "go" || goModule) return chosen;
  return { ...chosen, command: "cd e2e/tests && go test -tags e2e -count=1 -v ." };
}

function contract(
  { directory, compose }: RepositoryFacts,
  { tool, version }: { readonly tool: TestTool; readonly version: string },
): string {
  const template = TEMPLATE_FILES["common/e2e.yml"] ?? "";
  return contractText(template, {
    name: slugFrom(directory),
    composeFile: compose !== undefined && isInside(compose.file) ? compose.file : COMPOSE_FILE,
    compose: compose ?? TEMPLATE_STACKS[tool.template],
    tool,
    version,
  });
}

const COMPOSE_FILE = "e2e/compose.yml";

/** The stacks of templates that do not use the common one, which the commented contract describes. */
const TEMPLATE_STACKS: Partial<Record<TemplateName, ComposeFacts>> = {
  temporal: {
    file: COMPOSE_FILE,
    services: serviceFacts(
      new Map([["temporal", { service: { image: "temporalio/temporal", ports: ["7233:7233"] } }]]),
    ),
    problems: [],
    variables: { required: [], empty: [] },
    envFiles: [],
  },
};

function isInside(file: string): boolean {
  return file.startsWith("e2e/");
}

function composeFiles(compose: ComposeFacts | undefined, template: TemplateName): readonly PlannedFile[] {
  const path = COMPOSE_FILE;
  if (compose === undefined) {
    return [text(path, TEMPLATE_FILES[`${template}/compose.yml`] ?? TEMPLATE_FILES["common/compose.yml"] ?? "")];
  }
  return isInside(compose.file)
    ? [{ kind: "existing", path: compose.file }]
    : [{ kind: "link", path, target: `../${compose.file}` }];
}

function ignoredResults({ git }: RepositoryFacts, { results }: TestTool): readonly PlannedFile[] {
  const isNeeded = git.repository && !git.ignoresResults && results.length > 0;
  return isNeeded ? [{ kind: "append", path: ".gitignore", text: results.map((path) => `/${path}\n`).join("") }] : [];
}
