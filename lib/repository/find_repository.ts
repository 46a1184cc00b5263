import { dirname, join, resolve } from "node:path";
import { UserError } from "../errors.ts";
import { quote } from "../host/quote.ts";
import { nearest } from "../contract/nearest.ts";
import { slugPattern } from "../contract/slug.ts";

/** The places where repositories are searched. */
export interface RepositoryPlaces {
  readonly cwd: string;
  /** The checkout of the tool; undefined when it does not run from one. */
  readonly toolkit: string | undefined;
  /** The value of E2E_REPOS: directories that contain repositories, separated like PATH. */
  readonly searchPath: string | undefined;
  /** The names of the subcommands, to detect a misspelled one. */
  readonly commands?: readonly string[];
}

/**
 * Returns the absolute physical root of a repository, the directory that contains `e2e/e2e.yml`. The name is a path or a
 * slug. A slug is searched in the directories of E2E_REPOS, beside the current repository, beside the tool's checkout,
 * and in the tool's `examples/`; the first match wins. Throws a `UserError` that lists the searched places and suggests
 * the nearest name.
 */
export async function findRepository(nameOrPath: string, places: RepositoryPlaces): Promise<string> {
  return slugPattern.test(nameOrPath) ? await findBySlug(nameOrPath, places) : await findByPath(nameOrPath, places.cwd);
}

async function findByPath(path: string, cwd: string): Promise<string> {
  const directory = resolve(cwd, path);
  if (await hasContract(directory)) return await Deno.realPath(directory);
  if (await exists(directory)) {
    throw new UserError(`Cannot find a contract in "${path}": expected the file e2e/e2e.yml, found none`, {
      hint: `e2e init ${quote(directory)}`,
    });
  }
  throw new UserError(`Cannot find repository "${path}": expected a directory, found nothing at ${directory}`, {
    hint: "give a path to a repository, or its slug",
  });
}

async function findBySlug(slug: string, places: RepositoryPlaces): Promise<string> {
  const directories = await searchDirectories(places);
  for (const directory of directories) {
    const candidate = join(directory, slug);
    if (await hasContract(candidate)) return await Deno.realPath(candidate);
  }
  const repository = nearest(slug, await knownSlugs(places)), command = nearest(slug, places.commands ?? []);
  if (command !== undefined && repository === undefined && !await exists(join(places.cwd, slug))) {
    throw new UserError(`Unknown command "${slug}": did you mean "e2e ${command}"?`, {
      hint: `e2e --help lists the commands; no repository "${slug}" is in ${directories.join(", ")}`,
    });
  }
  const searched = directories.map((place) => `\n  ${place}`).join("");
  throw new UserError(`Cannot find repository "${slug}": no ${slug}/e2e/e2e.yml in${searched}`, {
    hint: await hintFor(slug, { cwd: places.cwd, repository, command }),
  });
}

async function searchDirectories({ cwd, toolkit, searchPath }: RepositoryPlaces): Promise<readonly string[]> {
  const listed = (searchPath ?? "").split(":").filter((entry) => entry !== "").map((entry) => resolve(cwd, entry));
  const current = await currentRepository(resolve(cwd));
  const around = toolkit === undefined ? [] : [dirname(resolve(toolkit)), join(resolve(toolkit), "examples")];
  return [...new Set([...listed, current === undefined ? resolve(cwd) : dirname(current), ...around])];
}

/** The nearest directory upwards that is a Git repository or has a contract. */
async function currentRepository(directory: string): Promise<string | undefined> {
  if (await hasContract(directory) || await exists(join(directory, ".git"))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : await currentRepository(parent);
}

interface Suggestions {
  readonly cwd: string;
  readonly repository: string | undefined;
  readonly command: string | undefined;
}

async function hintFor(slug: string, { cwd, repository, command }: Suggestions): Promise<string> {
  if (await exists(join(cwd, slug))) return `use "./${slug}" for the directory in the current one`;
  if (repository === undefined) return "give a path, or set E2E_REPOS to the directory that contains your repositories";
  return `did you mean "${repository}"${command === undefined ? "" : `, or the command "e2e ${command}"`}?`;
}

/** Returns all slugs that {@link findRepository} can find. */
export async function knownSlugs(places: RepositoryPlaces): Promise<readonly string[]> {
  const found = await Promise.all((await searchDirectories(places)).map(repositoriesIn));
  return [...new Set(found.flat())];
}

async function repositoriesIn(directory: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(directory)) {
      if (slugPattern.test(name) && await hasContract(join(directory, name))) names.push(name);
    }
  } catch {
    // A directory of E2E_REPOS may be missing or unreadable.
  }
  return names;
}

function hasContract(directory: string): Promise<boolean> {
  return exists(join(directory, "e2e", "e2e.yml"));
}

function exists(path: string): Promise<boolean> {
  return Deno.lstat(path).then(() => true, () => false);
}
