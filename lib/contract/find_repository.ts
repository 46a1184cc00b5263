/** Gives the absolute physical root of a repository, named by a path or a slug. */
export function findRepository(
  _nameOrPath: string,
  _options: { readonly cwd: string; readonly toolkit: string | undefined; readonly searchPath: string | undefined },
): Promise<string> {
  throw new Error("not built yet");
}
