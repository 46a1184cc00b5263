import { basename, join } from "node:path";
import { composeFacts } from "./compose/compose_facts.ts";
import { findComposeFiles, isContractStack } from "./compose/compose_files.ts";
import { type ComposeReading, readCompose } from "./compose/read_compose.ts";
import { gitFacts } from "./git_facts.ts";
import type { RepositoryFacts } from "./repository_facts.ts";
import { readRootFiles } from "./root_files.ts";
import { testTool } from "./test_tool.ts";

/** Chooses one of several compose files. */
export type Choose = (files: readonly string[]) => Promise<string>;

interface ReadFile {
  readonly file: string;
  readonly reading: ComposeReading;
}

/**
 * Collects the facts about a repository without changing it. `root` is its physical directory. Never throws for what is in
 * the files; an error of `choose` is passed on. Uses git if it is installed.
 */
export async function inspect(root: string, choose: Choose): Promise<RepositoryFacts> {
  const found = await distinct(root, await findComposeFiles(root));
  const read: readonly ReadFile[] = await Promise.all(
    found.map(async (file) => ({ file, reading: await readCompose(join(root, file)) })),
  );
  const chosen = await chooseFile(read, choose);
  const files = await readRootFiles(root);
  return {
    directory: basename(root),
    composeFiles: readable(read),
    unreadable: read.flatMap(({ file, reading }) => reading.kind === "unreadable" ? [{ file, why: reading.why }] : []),
    compose: chosen?.reading.kind === "compose"
      ? await composeFacts(root, { file: chosen.file, reading: chosen.reading })
      : undefined,
    tool: testTool(files),
    goModule: files.names.includes("go.mod"),
    git: await gitFacts(root),
  };
}

/** Keeps the first of several names of the same file. */
async function distinct(root: string, files: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(files.map((file) => Deno.realPath(join(root, file)).catch(() => file)));
  return files.filter((_, index) => real.indexOf(real[index] ?? "") === index);
}

function readable(read: readonly ReadFile[]): readonly string[] {
  return read.filter(({ reading }) => reading.kind === "compose").map(({ file }) => file);
}

/** The file that a contract already uses is not a question. */
async function chooseFile(read: readonly ReadFile[], choose: Choose): Promise<ReadFile | undefined> {
  const files = readable(read), [likeliest] = files;
  const isQuestion = files.length > 1 && likeliest !== undefined && !isContractStack(likeliest);
  const chosen = isQuestion ? await choose(files) : likeliest;
  return read.find(({ file }) => file === chosen);
}
