import { whyNotSent } from "../../repository/tree.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import type { RunContext } from "../run_context.ts";
import { endedByItself } from "./ended_by_itself.ts";
import { type FileFacts, parseFileFacts } from "./file_facts.ts";
import { type NotRun, notRunCause } from "./not_run.ts";
import { afterCd, nothingRan } from "./nothing_ran.ts";
import lookAt from "./scripts/look_at.sh" with { type: "text" };
import { type ShellWords, shellWords } from "./shell_words.ts";

/** How the test command ended. */
interface EndedCommand {
  readonly command: string;
  /** The job's directory in the sandbox. */
  readonly job: string;
  readonly code: number;
  /** The last part of the output. */
  readonly output: string;
}

/**
 * Finds out whether a test command ended because it, or a command in it, could not be run: from its exit code, the words of the
 * shell, and the files that they name. Returns undefined if it was run.
 */
export async function whyNotRun(run: RunContext, sandbox: Sandbox, ended: EndedCommand): Promise<NotRun | undefined> {
  const { command, code, output } = ended, isCode = code === 126 || code === 127 || MAKE_ENDED.test(output);
  const words = shellWords(named(ended, sandbox), isCode);
  if (words === undefined || !(isCode || isAbout(words, command))) {
    return isCode ? endedByItself(output, run.transport.name) : undefined;
  }
  const files = await lookAtFiles(sandbox, candidates(words, command));
  const { root, contract } = run.plan, notSent = (file: string) => whyNotSent(root, file, contract.sync);
  const cause = notRunCause(words, { host: run.transport.name, command, files, whyNotSent: notSent });
  if (cause === undefined) return isCode ? endedByItself(output, run.transport.name) : undefined;
  return { ...cause, outcome: nothingRan(words, command, files) ? "no-tests" : "failed" };
}

/** The last line of make, which ends with an exit code of its own. */
const MAKE_ENDED = /(^|\n)g?make(\[\d+\])?: \*\*\* [^\n]*Error 12[67]\s*$/;

/** Whether the last words of the output are about the test command itself, not about a program that it started. */
function isAbout({ name, at, isLast }: ShellWords, command: string): boolean {
  return isLast && (at?.file === "test_command" || [name, at?.file ?? name].some((each) => command.includes(each)));
}

/** Returns the output with the script of the test command by its name in the contract, and relative paths. */
function named({ output, job }: EndedCommand, sandbox: Sandbox): string {
  return output.replaceAll(`${sandbox.dir}/${job}/command`, "test_command").replaceAll(
    `${repositoryDir(sandbox)}/`,
    "",
  );
}

const MAX_FILES = 8;

/** Returns the names that may be files: those in the words of the shell, and words of the test command. */
function candidates({ name, at, make }: ShellWords, command: string): readonly string[] {
  const all = [
    name,
    at?.file ?? "",
    make?.file ?? "",
    afterCd(command, at?.file ?? ""),
    ...command.split(/[\s;&|"'()]+/),
  ];
  // deno-lint-ignore no-control-regex
  const isName = (each: string) => /^[^-\x00-\x1f$][^\x00-\x1f$]*$/.test(each) && each !== "test_command";
  return [...new Set(all.filter(isName))].slice(0, MAX_FILES);
}

async function lookAtFiles(sandbox: Sandbox, files: readonly string[]): Promise<ReadonlyMap<string, FileFacts>> {
  const argv = ["sh", "-c", lookAt, "look_at.sh", repositoryDir(sandbox), ...files] as const;
  const { code, stdout } = await sandbox.transport.run(argv, { timeoutMs: 30_000 });
  return parseFileFacts(code === 0 ? stdout : "");
}
