import { EMPTY_RANGE, hostCron, neverComes } from "./next_time.ts";

const FIELDS = ["minute", "hour", "day of month", "month", "day of week"] as const;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Returns what is wrong with a cron schedule, naming the field. Returns undefined for a schedule that cron(8)
 * understands and that has a next time.
 */
export function scheduleProblem(cron: string): string | undefined {
  if (/[^\x20-\x7e]/.test(cron)) return "it contains characters that cron does not know";
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `expected five fields, found ${fields.length}`;
  const wrong = FIELDS.findIndex((_, index) => !isField(fields[index] ?? "", index));
  if (wrong >= 0) return `${FIELDS[wrong]} is "${fields[wrong]}"${emptyRange(fields[wrong] ?? "")}`;
  return neverComes(cron) ? "it never runs: that day of month does not exist in that month" : undefined;
}

function isField(field: string, index: number): boolean {
  try {
    hostCron(FIELDS.map((_, other) => other === index ? field : "*").join(" "));
    return true;
  } catch {
    return false;
  }
}

function emptyRange(field: string): string {
  if (!EMPTY_RANGE.test(field)) return "";
  const day = (name: string) => DAYS.includes(name) ? DAYS.indexOf(name) : name;
  const digits = field.replaceAll(/(\w+)-sun/gi, (_, from: string) => `${day(from.toLowerCase())}-7`);
  return `, an empty range, because cron takes sun as 0: write ${digits}`;
}
