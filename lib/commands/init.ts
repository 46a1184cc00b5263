import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { choice, string } from "@optique/core/valueparser";
import { resolve } from "node:path";
import { contractPath } from "../repository/load_contract.ts";
import { UserError } from "../errors.ts";
import { type Choose, inspect } from "../init/inspect.ts";
import { plan, type PlannedFile } from "../init/plan.ts";
import { type TemplateName, TEMPLATES } from "../init/templates.ts";
import { write, type WrittenFile } from "../init/write.ts";
import { quote } from "../host/quote.ts";
import { exitCodeAfter } from "../result/stop_reason.ts";
import type { Context } from "../cli/context.ts";
import { flag } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";

const examples = ["e2e init", "e2e init ../shop --template python-pytest --dry-run"];

const parser = object({
  directory: optional(
    argument(string({ metavar: "DIR" }), { description: message`the repository (default: the current directory)` }),
  ),
  template: optional(option("--template", choice(Object.keys(TEMPLATES) as TemplateName[], { metavar: "NAME" }), {
    description: message`the smoke test's template (default: one for the repository's language)`,
  })),
  list: flag("--list", message`list the templates`),
  dryRun: flag("--dry-run", message`print the files and write nothing`),
  force: flag("--force", message`replace existing files`),
  yes: flag("--yes", message`do not ask; choose the most likely answer`),
});

/** `e2e init`: writes `e2e/` into a repository, based on its files. Keeps existing files. */
export const init = defineCommand({ name: "e2e init", parser, examples }, async (options, context) => {
  if (options.list) {
    context.stdout(listText());
    return 0;
  }
  const { directory = ".", template, dryRun, force, yes } = options;
  const root = await directoryAt(resolve(context.cwd, directory), directory);
  const choose = yes ? likeliest : asking(context);
  const facts = await inspect(root, choose).catch((error) => {
    if (error instanceof Cancelled) return undefined;
    throw error;
  });
  if (facts === undefined || context.signal.aborted) return exitCodeAfter("cancelled", context.signal);
  const { files, notes } = plan(facts, { template, version: context.version });
  const noteLines = notes.map((note) => `note: ${note}\n`).join("");
  if (dryRun) {
    context.stdout(files.map(preview).join("\n"));
    context.stderr(noteLines);
    return 0;
  }
  const written = await write(root, { files, force });
  context.stderr(written.map(writtenLine).join(""));
  // The notes are about a new contract, not about one that was kept.
  if (!written.some(({ path, how }) => path === contractPath && how === "kept")) context.stderr(noteLines);
  context.stderr(`next: ${nextCommand(directory, context)}\n`);
});

async function directoryAt(path: string, named: string): Promise<string> {
  const there = await Deno.stat(path).catch(() => undefined);
  if (there?.isDirectory) return await Deno.realPath(path);
  const found = there === undefined ? "nothing" : "a file";
  throw new UserError(`Cannot set up "${named}": expected a directory, found ${found} at ${path}`, {
    hint: "cd into the repository, then e2e init",
  });
}

/** The user chose no file: nothing is written. */
class Cancelled extends Error {}

const likeliest: Choose = (files) => Promise.resolve(files[0] ?? "");

function asking({ ask, stderr }: Context): Choose {
  if (ask === undefined) return likeliest;
  return async (files) => {
    stderr(`Several compose files:\n${files.map((file, index) => `  ${index + 1}  ${file}\n`).join("")}`);
    for (;;) {
      const answer = await ask("Which one is the stack for the tests? [1] ");
      if (answer === undefined) throw new Cancelled();
      const file = answer === "" ? files[0] : files[Number(answer) - 1] ?? files.find((one) => one === answer);
      if (file !== undefined) return file;
    }
  };
}

function listText(): string {
  return Object.entries(TEMPLATES).map(([name, { summary }]) => `${name.padEnd(15)}${summary}\n`).join("");
}

function preview(file: PlannedFile): string {
  switch (file.kind) {
    case "link":
      return `==> ${file.path} -> ${file.target} <==\n`;
    case "existing":
      return `==> ${file.path} (kept) <==\n`;
    case "append":
      return `==> ${file.path} (added) <==\n${file.text}`;
    case "text":
      return `==> ${file.path} <==\n${file.text}`;
    default:
      return file satisfies never;
  }
}

function writtenLine({ path, how }: WrittenFile): string {
  return `${how.padEnd(9)}${path}\n`;
}

function nextCommand(directory: string, { env }: Context): string {
  const repository = quote(/^[\w-]+$/.test(directory) ? `./${directory}` : directory);
  return `e2e check ${repository} && e2e run ${repository}${env("RAILIANCE01_HOST") ? "" : " --host local"}`;
}
