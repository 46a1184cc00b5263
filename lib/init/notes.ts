import type { ComposeFacts, EnvFileFacts, RepositoryFacts } from "./facts.ts";
import { healthChecks } from "./health_checks.ts";
import { portsChoice } from "./ports_policy.ts";
import type { TestTool } from "./test_tool.ts";

/** What somebody has to know about what `init` chose, one sentence each; pure. */
export function notes(facts: RepositoryFacts, tool: TestTool): readonly string[] {
  const { compose, composeFiles, unreadable, git } = facts;
  return [
    ...unreadable.map(({ file, why }) => `${file} cannot be read as a compose file: ${why}`),
    ...(compose === undefined ? ["there is no compose file: e2e/compose.yml is a small one to start from"] : []),
    ...(compose !== undefined && composeFiles.length > 1
      ? [
        `of ${composeFiles.length} compose files ${compose.file} was taken; others: ${
          others(composeFiles, compose.file)
        }`,
      ]
      : []),
    ...(compose === undefined ? [] : overrides(composeFiles, compose.file)),
    ...(compose === undefined ? [] : composeNotes(compose)),
    testNote(tool),
    ...(git.ignoresContract ? ["git ignores e2e/e2e.yml: mend .gitignore, or nobody else gets it"] : []),
    ...(git.repository ? [] : ["this is no git repository: everything in it is sent to the host"]),
  ];
}

/** The smoke test in sh stands in where the repository's own tool is no template. */
function testNote({ because, template, needs, own }: TestTool): string {
  const why = because === undefined || template === "shell" ? "" : `${because} says how tests are run: `;
  const commands = own.length === 0
    ? ""
    : `; your own ${own.map(({ command }) => command).join(", ")} may take its place`;
  return `${why}test_command needs ${needs} on the host${commands}`;
}

function others(files: readonly string[], taken: string): string {
  return atMostSix(files.filter((file) => file !== taken));
}

function atMostSix(rest: readonly string[]): string {
  return rest.length > 6 ? `${rest.slice(0, 6).join(", ")} and ${rest.length - 6} more` : rest.join(", ");
}

/** What Compose would merge on its own, where it is told no file. */
function overrides(files: readonly string[], taken: string): readonly string[] {
  const override = files.find((file) => file.replace(/[.]override(?=[.]ya?ml$)/, "") === taken && file !== taken);
  return override === undefined ? [] : [`${override} is not merged: compose_file takes a list of files`];
}

function composeNotes({ services, breaches, variables, envFiles }: ComposeFacts): readonly string[] {
  const allowed = [...new Set(breaches.flatMap(({ allowance }) => allowance ?? []))];
  const profiled = services.filter(({ profiles }) => profiles.length > 0).map(({ name }) => name);
  return [
    ...(services.length === 0 ? ["the compose file has no services"] : []),
    ...(allowed.length > 0
      ? [`allow: names ${allowed.join(", ")}: the compose file breaks isolation, e2e/e2e.yml says where`]
      : []),
    ...breaches.filter(({ allowance }) => allowance === undefined).map(({ words }) => `check will refuse: ${words}`),
    ...(portsChoice(services).ports === "host"
      ? ["ports are not private, e2e/e2e.yml says why: two sandboxes cannot run at once"]
      : []),
    ...(healthChecks(services).some(({ guessed }) => guessed)
      ? ["some health checks are guesses by port: look at them"]
      : []),
    ...(profiled.length > 0 ? [`not started because of their profiles: ${atMostSix(profiled)}`] : []),
    ...(variables.required.length > 0 ? [`env: has made-up values for ${variables.required.join(", ")}`] : []),
    ...envFiles.flatMap(envFileNote),
  ];
}

function envFileNote({ path, state, example }: EnvFileFacts): readonly string[] {
  if (state === "ignored") return [`${path} is ignored by git and is sent to the host all the same`];
  if (state === "sent") return [];
  const remedy = example === undefined ? "" : `: cp ${example} ${path}`;
  return [`${path} is missing, which the compose file reads${remedy}`];
}
