import { look } from "../../report/html/parts/outcome_badge.tsx";
import type { TrendRow } from "./run_queries.ts";

/** Runs that failed in the same phase with the same outcome. `phase` is null when the runs have no reason. */
export type Cause = ReturnType<typeof causes>[number];

/** A test that failed at least once. */
export type UnstableTest = ReturnType<typeof unstableTests>[number];

const MAX_UNSTABLE = 20;

/**
 * Computes trends from runs in any order: the causes of failures, the most frequent first, and at most 20 tests, the least
 * stable first.
 */
export function trends(rows: readonly TrendRow[]) {
  const oldestFirst = rows.toSorted((a, b) => a.started_at < b.started_at ? -1 : a.started_at > b.started_at ? 1 : 0);
  const bySlug = [...Map.groupBy(oldestFirst, ({ slug }) => slug)].sort(([a], [b]) => a < b ? -1 : 1);
  return {
    causes: causes(rows),
    least_stable: bySlug.flatMap(([slug, runs]) => unstableTests(slug, runs))
      .sort((a, b) => b.flips - a.flips || b.failed - a.failed)
      .slice(0, MAX_UNSTABLE),
  };
}

function causes(rows: readonly TrendRow[]) {
  const failed = rows.filter(({ outcome }) => look(outcome).tone !== "good");
  return largestGroups(failed, ({ outcome, phase }) => JSON.stringify([outcome, phase])).flatMap(([, same]) => {
    const [first] = same;
    if (first === undefined) return [];
    // the first lines of the reasons, the most frequent first
    const messages = largestGroups(same.flatMap(({ message }) => message?.split("\n", 1) ?? []), (message) => message)
      .map(([message, all]) => ({ message, count: all.length }));
    return [{ outcome: first.outcome, phase: first.phase, count: same.length, messages }];
  });
}

/** Groups items by key, largest group first. */
function largestGroups<T>(items: readonly T[], key: (item: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(items, key)].sort(([, a], [, b]) => b.length - a.length);
}

function unstableTests(slug: string, oldestFirst: readonly TrendRow[]) {
  const runs = oldestFirst.flatMap(({ failures }) => failures === null ? [] : [new Set(failures)]);
  const names = [...new Set(runs.flatMap((failures) => [...failures]))].sort();
  return names.map((name) => {
    const failed = runs.map((failures) => failures.has(name));
    // how often it changed between failed and not failed
    const flips = failed.filter((each, index) => index > 0 && each !== failed[index - 1]).length;
    return { slug, name, flips, failed: failed.filter(Boolean).length, runs: runs.length };
  });
}
