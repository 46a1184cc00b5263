/** Returns the files that match git's patterns: tracked and new ones, without ignored and deleted ones. Needs git. */
export async function gitFiles(...patterns: readonly string[]): Promise<readonly string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", ...patterns];
  const { success, stdout } = await new Deno.Command("git", { args, stderr: "inherit" }).output();
  if (!success) throw new Error("Cannot list the project's files: git ls-files failed");
  const listed = new TextDecoder().decode(stdout).split("\0").filter((file) => file !== "");
  const exists = await Promise.all(listed.map((file) => Deno.lstat(file).then(() => true, () => false)));
  return listed.filter((_, index) => exists[index]);
}
