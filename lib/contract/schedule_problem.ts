import { hostCron } from "./next_time.ts";

/** The part of croner's syntax that cron(8) knows too. Source: crontab(5). */
const FIELDS = ["minute", "hour", "day of month", "month", "day of week"] as const;
const VALUE = /(\d+|[A-Za-z]{3})/.source, RANGE = `(\\*|${VALUE}(-${VALUE})?)(/\\d+)?`;
const FIELD = new RegExp(`^${RANGE}(,${RANGE})*$`);

/**
 * Returns what is wrong with a cron schedule, naming the field. Returns undefined for a schedule that cron(8)
 * understands and that has a next time.
 */
export function scheduleProblem(cron: string): string | undefined {
  if (/[^\x20-\x7e]/.test(cron)) return "it contains characters that cron does not know";
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `expected five fields, found ${fields.length}`;
  const wrong = FIELDS.findIndex((_, index) => !isField(fields[index] ?? "", index));
  if (wrong >= 0) return `${FIELDS[wrong]} is "${fields[wrong]}"`;
  return hostCron(cron).nextRun(new Date(0)) === null
    ? "it never runs: that day of month does not exist in that month"
    : undefined;
}

function isField(field: string, index: number): boolean {
  try {
    hostCron(FIELDS.map((_, other) => other === index ? field : "*").join(" "));
    return FIELD.test(field);
  } catch {
    return false;
  }
}
