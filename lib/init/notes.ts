import { healthChecks } from "./health_checks.ts";
import { portsChoice } from "./ports_choice.ts";
import type { ComposeFacts, EnvFileFacts, RepositoryFacts } from "./repository_facts.ts";
import type { TestTool } from "./test_tool.ts";

/** Returns what the user should know about the choices of `init`, one sentence each. */
export function notes(facts: RepositoryFacts, tool: TestTool): readonly string[] {
  const { compose, composeFiles, unreadable, git } = facts;
  return [
    ...unreadable.map(({ file, why }) => `${file} cannot be read as a compose file: ${why}`),
    ...(compose === undefined
      ? ["no compose file was found: e2e/compose.yml is a small example to start from"]
      : [...choiceNotes(composeFiles, compose.file), ...composeNotes(compose)]),
    testNote(tool),
    ...when(git.ignoresContract, "git ignores e2e/e2e.yml: change .gitignore, so that the file can be committed"),
    ...when(!git.repository, "this is not a git repository: all files in it are sent to the host"),
  ];
}

const when = (applies: boolean, note: string) => applies ? [note] : [];

function choiceNotes(files: readonly string[], chosen: string): readonly string[] {
  // Compose merges this file by default, but not when it is given a file.
  const override = files.find((file) => file !== chosen && file.replace(/[.]override(?=[.]ya?ml$)/, "") === chosen);
  const others = files.filter((file) => file !== chosen);
  return [
    ...when(
      others.length > 0,
      `${chosen} was chosen from ${files.length} compose files; others: ${atMostSix(others)}`,
    ),
    ...when(override !== undefined, `${override} is not merged: compose_file can be a list of files`),
  ];
}

function atMostSix(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", ");
}

/** The file that decided is named only for the repository's own test tool: the smoke test in sh is the fallback. */
function testNote({ because, template, needs, own }: TestTool): string {
  const why = because === undefined || template === "shell" ? "" : `the test tool was chosen by ${because}: `;
  const commands = own.length === 0
    ? ""
    : `; you can replace it with your own ${own.map(({ command }) => command).join(", ")}`;
  return `${why}test_command needs ${needs} on the host${commands}`;
}

function composeNotes({ services, problems, variables, envFiles }: ComposeFacts): readonly string[] {
  const allowed = [...new Set(problems.flatMap(({ allowance }) => allowance ?? []))];
  const withProfiles = services.filter(({ profiles }) => profiles.length > 0).map(({ name }) => name);
  return [
    ...when(services.length === 0, "the compose file has no services"),
    ...when(
      allowed.length > 0,
      `the compose file breaks isolation: allow in e2e/e2e.yml permits ${allowed.join(", ")}, and lists the places`,
    ),
    ...problems.filter(({ allowance }) => allowance === undefined).map(({ text }) => `e2e check will refuse: ${text}`),
    ...when(
      portsChoice(services).ports === "host",
      "ports are not private, so two sandboxes cannot run at the same time: e2e/e2e.yml has the reason",
    ),
    ...when(
      healthChecks(services).some(({ guessed }) => guessed),
      "some health checks are guesses by port number: review them",
    ),
    ...when(withProfiles.length > 0, `not started because of their profiles: ${atMostSix(withProfiles)}`),
    ...when(variables.required.length > 0, `env has placeholder values for ${variables.required.join(", ")}`),
    ...envFiles.flatMap(envFileNote),
  ];
}

function envFileNote({ path, state, example }: EnvFileFacts): readonly string[] {
  switch (state) {
    case "ignored":
      return [`${path} is sent to the host, although git ignores it`];
    case "sent":
      return [];
    case "missing":
      return [
        `the compose file reads ${path}, which is missing${example === undefined ? "" : `: cp ${example} ${path}`}`,
      ];
    default:
      return state satisfies never;
  }
}
