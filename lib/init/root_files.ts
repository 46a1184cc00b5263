/** What is at a repository's root: names, and the texts of the files that tell of tests. */
export interface RootFiles {
  readonly names: readonly string[];
  /** By name; only of files that are there. */
  readonly texts: Readonly<Record<string, string>>;
}

/** The first of the names that is there. */
export function has(root: RootFiles, ...names: readonly string[]): string | undefined {
  return names.find((name) => root.names.includes(name));
}
