const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Text form of a duration: numbers with units, largest first or not, such as `500ms`, `2m` or `1h30m`. */
export const durationText = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/**
 * Gives a duration of a contract in whole milliseconds: a number is seconds (`120`), text has units (`"2m"`, `"1h30m"`).
 * Undefined for anything else, negative and infinite numbers included.
 */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? Math.round(value * 1000) : undefined;
  if (typeof value !== "string" || !durationText.test(value)) return undefined;
  const parts = value.matchAll(/([\d.]+)([a-z]+)/g);
  return Math.round([...parts].reduce((sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ""] ?? 0), 0));
}

/** A duration as it is typed, where a number is text too: `90` (seconds), `90s`, `10m`; in milliseconds, undefined for anything else. */
export function durationMs(text: string): number | undefined {
  return parseDuration(/^\d+$/.test(text) ? Number(text) : text);
}

/** Gives a duration as people write it: `2m`, `1h30m`, `500ms`. */
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
