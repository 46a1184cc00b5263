import type { Arrow } from "./arrow.ts";

/** A cycle of imports; the first file is also the last. */
export interface Cycle {
  readonly closedBy: Arrow;
  readonly files: readonly string[];
}

/** Returns cycles of imports, including those of types. Returns at least one cycle if there are any. */
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
