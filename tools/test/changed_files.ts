/** Runs git and returns what it printed. Throws when it fails. */
async function git(...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", { args: [...args] }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot find the changed files: git ${args.join(" ")}: ${text.decode(stderr).trim()}`);
  return text.decode(stdout);
}

const names = (output: string) => output.split("\0").filter((name) => name !== "");

/**
 * Returns the files that differ from a commit, new and removed ones included, relative to the project's root, which is
 * the current directory. Without a commit: from where this branch left `main`. Needs git.
 */
export async function changedFiles(base?: string): Promise<readonly string[]> {
  const from = base ?? (await git("merge-base", "HEAD", "main").catch(() => "HEAD")).trim();
  const changed = names(await git("diff", "--name-only", "--no-renames", "-z", from, "--"));
  const added = names(await git("ls-files", "--others", "--exclude-standard", "-z"));
  return [...new Set([...changed, ...added])].toSorted();
}
