import type { Arrow } from "./arrow.ts";

/** Files that import each other in a circle, which begins and ends with the same file. */
export interface Cycle {
  readonly closedBy: Arrow;
  readonly files: readonly string[];
}

/** The circles of imports, types included: at least one where there are any, and none where there are none. */
export function importCycles(arrows: readonly Arrow[]): readonly Cycle[] {
  const cycles: Cycle[] = [];
  const done = new Set<string>();
  const visit = (path: readonly string[], file: string) => {
    for (const closedBy of arrows.filter(({ from }) => from === file)) {
      const { to } = closedBy;
      if (path.includes(to)) cycles.push({ closedBy, files: [...path.slice(path.indexOf(to)), to] });
      else if (!done.has(to)) visit([...path, to], to);
    }
    done.add(file);
  };
  for (const { from } of arrows) {
    if (!done.has(from)) visit([from], from);
  }
  return cycles;
}
