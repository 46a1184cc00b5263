import { existsSync } from "node:fs";
import { join } from "node:path";
import { emptySubmodules, submoduleCommand } from "./empty_submodules.ts";
import { gitPlace, wantsGit } from "./git_copy.ts";

/** Options of {@link missingHint}. */
interface Missing {
  readonly sync: Parameters<typeof wantsGit>[0];
  /** What was printed when something failed. */
  readonly output: string;
}

/**
 * Returns a hint if an output complains about something that git has here and that is not sent: the `.git`, or the files of a
 * submodule that nobody has fetched.
 */
export async function missingHint(root: string, { sync, output }: Missing): Promise<string | undefined> {
  const submodule = (await emptySubmodules(root)).find((path) => speaksOf(path, output));
  if (submodule !== undefined) return `the submodule ${submodule} is empty here: ${submoduleCommand(submodule)}`;
  const place = gitPlace(root);
  if (place === undefined || (place === "" && wantsGit(sync)) || !missesGit(output)) return undefined;
  const where = place === "" ? "in e2e/e2e.yml" : `in a contract at ${place}, where .git is`;
  const ignored = existsSync(join(root, ".dockerignore")) ? "; a build has it unless .dockerignore lists it" : "";
  return `.git is not sent: sync: { include: [.git] } ${where} sends its history and tags${ignored}`;
}

/** Source: messages of git, Docker, setuptools-scm, pbr, poetry-dynamic-versioning and Go. */
const MISSES_GIT = [
  /not a git repository/i,
  /[)）] ?[:：] ?\.git\s*$|GIT_DISCOVERY_ACROSS_FILESYSTEM/m, // in other languages
  /\.git\b[^\n]{0,60}(?:not found|not be found|can't be found|no such file|does not exist|nonexistent)/i,
  /can't open '?[^\n]{0,60}\.git\b/i,
  /setuptools[-_]scm was unable to detect version/i,
  /requires either an sdist tarball, or access to an upstream git repository/i,
  /unable to detect version control system/i,
  /error obtaining VCS status/i,
];

function missesGit(output: string): boolean {
  return MISSES_GIT.some((pattern) => pattern.test(output));
}

function speaksOf(path: string, output: string): boolean {
  const plain = path.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?:^|[\\s"'\`:=(]|\\./|["'\`]/|/repo/)${plain}(?![\\w-])`, "m").test(output);
}
