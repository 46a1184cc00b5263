const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A duration as text: numbers with units in any order, such as `500ms`, `2m` or `1h30m`. */
export const durationText = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/**
 * Parses a duration of a contract into whole milliseconds: a number is seconds (`120`), text has units (`"2m"`, `"1h30m"`).
 * Returns undefined for anything else, also for negative and infinite numbers.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? Math.round(value * 1000) : undefined;
  if (typeof value !== "string" || !durationText.test(value)) return undefined;
  const parts = value.matchAll(/([\d.]+)([a-z]+)/g);
  return Math.round([...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ""] ?? 0), 0));
}

/** Parses a duration from the command line, where numbers are text too, into milliseconds: `90` (seconds), `90s`, `10m`. Returns undefined for anything else. */
export function durationMs(text: string): number | undefined {
  return parseDuration(/^\d+$/.test(text) ? Number(text) : text);
}

/** Formats a duration: `2m`, `1h30m`, `500ms`. */
export function formatDuration(durationMs: number): string {
  let rest = durationMs;
  let text = "";
  for (const unit of ["d", "h", "m", "s", "ms"]) {
    const count = Math.floor(rest / (unitsMs[unit] ?? 1));
    if (count > 0) text += `${count}${unit}`;
    rest -= count * (unitsMs[unit] ?? 1);
  }
  return text === "" ? "0s" : text;
}
