import type { TrendRow } from "./run_rows.ts";
import { look } from "../../report/html/parts/outcome_badge.tsx";

/** What the runs of some repositories show together. */
export interface Trends {
  /** The most frequent first. */
  readonly causes: readonly Cause[];
  /** The most unsteady first, at most 20. */
  readonly least_stable: readonly UnstableTest[];
}

/** What went wrong in the same place with the same outcome. */
export interface Cause {
  readonly outcome: string;
  /** Null where no reason was given. */
  readonly phase: string | null;
  readonly count: number;
  /** The reasons' first lines, the most frequent first. */
  readonly messages: readonly { readonly message: string; readonly count: number }[];
}

/** A test that failed at least once. */
export interface UnstableTest {
  readonly slug: string;
  readonly name: string;
  /** How often it went from failed to not failed, or back. */
  readonly flips: number;
  readonly failed: number;
  /** The runs that told of tests. */
  readonly runs: number;
}

const MAX_UNSTABLE = 20;

/** What `rows` show, in whatever order they come. */
export function trends(rows: readonly TrendRow[]): Trends {
  const oldestFirst = rows.toSorted((a, b) => a.started_at < b.started_at ? -1 : a.started_at > b.started_at ? 1 : 0);
  const bySlug = [...Map.groupBy(oldestFirst, ({ slug }) => slug)].sort(([a], [b]) => a < b ? -1 : 1);
  return {
    causes: causes(rows),
    least_stable: bySlug.flatMap(([slug, runs]) => unstableTests(slug, runs))
      .sort((a, b) => b.flips - a.flips || b.failed - a.failed)
      .slice(0, MAX_UNSTABLE),
  };
}

function causes(rows: readonly TrendRow[]): readonly Cause[] {
  const wrong = rows.filter(({ outcome }) => look(outcome).tone !== "good");
  return counted(wrong, ({ outcome, phase }) => JSON.stringify([outcome, phase])).flatMap(([, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    const messages = counted(same.flatMap(({ message }) => message?.split("\n", 1) ?? []), (message) => message)
      .map(([message, all]) => ({ message, count: all.length }));
    return [{ outcome: first.outcome, phase: first.phase, count: same.length, messages }];
  });
}

/** Groups, the largest first. */
function counted<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(items, key)].sort(([, a], [, b]) => b.length - a.length);
}

function unstableTests(slug: string, oldestFirst: readonly TrendRow[]): readonly UnstableTest[] {
  const runs = oldestFirst.flatMap(({ failures }) => failures === null ? [] : [new Set(failures)]);
  const names = [...new Set(runs.flatMap((failures) => [...failures]))].sort();
  return names.map((name) => {
    const failed = runs.map((failures) => failures.has(name));
    const flips = failed.filter((each, index) => index > 0 && each !== failed[index - 1]).length;
    return { slug, name, flips, failed: failed.filter(Boolean).length, runs: runs.length };
  });
}
