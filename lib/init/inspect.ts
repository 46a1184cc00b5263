import { basename, dirname, join, relative, resolve } from "node:path";
import { guardRails } from "../compose/guard_rails/guard_rails.ts";
import type { ModelProblem } from "../compose/guard_rails/model_problem.ts";
import { composeSourceProblems } from "../repository/compose_source_problems.ts";
import { git } from "../host/git.ts";
import { findComposeFiles, isContracts } from "./compose/compose_files.ts";
import type { ComposeFacts, RepositoryFacts } from "./facts.ts";
import { type ComposeReading, readCompose } from "./compose/read_compose.ts";
import { roughModel } from "./compose/rough_model.ts";
import { serviceFacts } from "./compose/service_facts.ts";
import type { RootFiles } from "./root_files.ts";
import { testTool } from "./test_tool.ts";
import { list, mapping, text } from "../contract/values.ts";

/** Chooses one of several compose files. */
export type Choose = (files: readonly string[]) => Promise<string>;

/**
 * Looks at a repository without changing it. `root` is its physical directory. Nothing in its files makes it throw; what
 * `choose` throws comes through. Uses git where it is there.
 */
export async function inspect(root: string, choose: Choose): Promise<RepositoryFacts> {
  const found = await distinct(root, await findComposeFiles(root));
  const readings = await Promise.all(
    found.map(async (file) => ({ file, reading: await readCompose(join(root, file)) })),
  );
  const composeFiles = readings.filter(({ reading }) => reading.kind === "compose").map(({ file }) => file);
  const [likeliest] = composeFiles;
  const isAsked = composeFiles.length > 1 && likeliest !== undefined && !isContracts(likeliest);
  const file = isAsked ? await choose(composeFiles) : likeliest;
  const reading = readings.find((one) => one.file === file)?.reading;
  const files = await rootFiles(root);
  return {
    directory: basename(root),
    composeFiles,
    unreadable: readings.flatMap(({ file, reading }) =>
      reading.kind === "unreadable" ? [{ file, why: reading.why }] : []
    ),
    compose: file === undefined || reading?.kind !== "compose"
      ? undefined
      : await composeFacts(root, { file, reading }),
    tool: testTool(files),
    goModule: files.names.includes("go.mod"),
    git: await gitFacts(root),
  };
}

/** Of several names of one file the first. */
async function distinct(root: string, files: readonly string[]): Promise<readonly string[]> {
  const real = await Promise.all(files.map((file) => Deno.realPath(join(root, file)).catch(() => file)));
  return files.filter((_, index) => real.indexOf(real[index] ?? "") === index);
}

type Readable = Extract<ComposeReading, { readonly kind: "compose" }>;

async function composeFacts(
  root: string,
  { file, reading }: { readonly file: string; readonly reading: Readable },
): Promise<ComposeFacts> {
  // Compose is told the directory of the real file.
  const real = await Deno.realPath(join(root, file));
  const model = roughModel(reading, dirname(real));
  const problems = [
    ...(model === undefined ? [] : guardRails(model, { root, allow: [] })),
    ...await composeSourceProblems([real], { root, allow: [] }),
  ];
  return {
    file,
    services: serviceFacts(reading.services),
    breaches: problems.map(breach),
    variables: { required: reading.required, empty: reading.empty },
    envFiles: await envFiles(root, { reading, base: dirname(real) }),
  };
}

function breach({ path, found, why, allowance }: ModelProblem) {
  return { allowance, words: `${path} ${why} (${found})` };
}

async function envFiles(
  root: string,
  { reading, base }: { readonly reading: Readable; readonly base: string },
): Promise<ComposeFacts["envFiles"]> {
  const named = [...reading.services.values()].flatMap(({ service, base }) =>
    list(service.env_file).flatMap((one) => {
      const path = text(one) ?? text(mapping(one).path);
      return path === undefined ? [] : [{ path: resolve(base, path), optional: mapping(one).required === false }];
    })
  );
  const beside = reading.usesEnv ? [{ path: resolve(base, ".env"), optional: true }] : [];
  const all = [...beside, ...named];
  const inside = all.map(({ path, optional }) => ({ path: relative(root, path), optional }))
    .filter(({ path }) => path !== "" && !path.startsWith(".."));
  const ignored = await ignoredByGit(root, inside.map(({ path }) => path));
  const states = await Promise.all(inside.map(async ({ path, optional }) => {
    const exists = await Deno.stat(join(root, path)).then(({ isFile }) => isFile, () => false);
    if (!exists) return optional ? [] : [{ path, state: "missing" as const, example: await exampleOf(root, path) }];
    return [{ path, state: ignored.includes(path) ? "ignored" as const : "sent" as const }];
  }));
  return [...new Map(states.flat().map((one) => [one.path, one])).values()];
}

async function exampleOf(root: string, path: string): Promise<string | undefined> {
  const ends = [".example", ".sample", ".template", ".dist"];
  const there = await Promise.all(
    ends.map((end) => Deno.stat(join(root, path + end)).then(() => true, () => false)),
  );
  const at = there.indexOf(true);
  return at < 0 ? undefined : path + ends[at];
}

async function ignoredByGit(root: string, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const args = ["-c", "core.quotePath=off", "check-ignore", "--", ...paths];
  return (await git(root, args, { timeoutMs: 10_000 })).stdout.split("\n");
}

async function gitFacts(root: string): Promise<RepositoryFacts["git"]> {
  const inside = await git(root, ["rev-parse", "--is-inside-work-tree"], { timeoutMs: 10_000 });
  const ignored = await ignoredByGit(root, ["e2e/e2e.yml", "e2e/junit.xml"]);
  return {
    repository: inside.code === 0,
    ignoresContract: ignored.includes("e2e/e2e.yml"),
    ignoresResults: ignored.includes("e2e/junit.xml"),
  };
}

const toldBy = ["pyproject.toml", "package.json", "deno.json", "Makefile", "makefile", "GNUmakefile"];

async function rootFiles(root: string): Promise<RootFiles> {
  const names = (await Array.fromAsync(Deno.readDir(root), ({ name }) => name)).toSorted();
  const read = await Promise.all(
    toldBy.filter((name) => names.includes(name)).map(async (name) =>
      [name, await Deno.readTextFile(join(root, name)).catch(() => "")] as const
    ),
  );
  return { names, texts: Object.fromEntries(read) };
}
