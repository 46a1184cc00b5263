/** Test files and folders for one call of `deno test`. */
export interface Group {
  readonly name: string;
  readonly paths: readonly string[];
  /** How many test files run at once; undefined: one for each processor. */
  readonly jobs?: number;
}

/**
 * Splits paths of tests by how many of them a machine with two processors can run at once: a process test often waits, an
 * e2e test uses about two thirds of a processor, a fault test waits most of the time. Groups without paths are left out.
 */
export function testGroups(paths: readonly string[]): readonly Group[] {
  const isIn = (folder: string) => (path: string) => new RegExp(`^(\\./)?tests/${folder}\\b`).test(path);
  const isE2e = isIn("e2e"), isFaults = isIn("faults");
  const groups: readonly Group[] = [
    { name: "quick", paths: paths.filter((path) => !isE2e(path) && !isFaults(path)), jobs: 4 },
    { name: "e2e", paths: paths.filter(isE2e), jobs: 3 },
    { name: "faults", paths: paths.filter(isFaults), jobs: 6 },
  ];
  return groups.filter((group) => group.paths.length > 0);
}
