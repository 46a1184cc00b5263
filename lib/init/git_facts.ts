import { git } from "../host/git.ts";
import type { RepositoryFacts } from "./repository_facts.ts";

/** Returns whether a directory is in a Git repository, and whether Git ignores files of `init`. Needs no Git. */
export async function gitFacts(root: string): Promise<RepositoryFacts["git"]> {
  const inside = await git(root, ["rev-parse", "--is-inside-work-tree"], { timeoutMs: 10_000 });
  const ignored = await ignoredByGit(root, ["e2e/e2e.yml", "e2e/junit.xml"]);
  return {
    repository: inside.code === 0,
    ignoresContract: ignored.includes("e2e/e2e.yml"),
    ignoresResults: ignored.includes("e2e/junit.xml"),
  };
}

/** Returns the paths that Git ignores. */
export async function ignoredByGit(root: string, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const args = ["-c", "core.quotePath=off", "check-ignore", "--", ...paths];
  return (await git(root, args, { timeoutMs: 10_000 })).stdout.split("\n");
}
