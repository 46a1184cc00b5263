import cronstrue from "cronstrue";
import { needsBothDays } from "../contract/next_time.ts";

/**
 * Describes a schedule of five cron fields, such as "At 03:13, only on Sunday". Where either of its two day fields is
 * enough for cron, there is a sentence for each. Returns other text unchanged, and a schedule that cronstrue would describe wrongly.
 */
export function scheduleWords(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  if (!fields.every(hasWords)) return cron;
  try {
    if (needsBothDays(cron) || fields.length !== 5) return words(fields);
    const [byMonth, byWeek] = [words(fields.with(4, "*")), words(fields.with(2, "*"))];
    return `${byMonth}, or ${byWeek.charAt(0).toLowerCase()}${byWeek.slice(1)}`;
  } catch {
    return cron;
  }
}

const SPANS = [60, 24, 31, 12];

/** Cronstrue cannot name `*` in a list, and takes each step as a period, also one that starts anew before its second time. */
function hasWords(field: string, index: number): boolean {
  const step = Number(/\/(\d+)/.exec(field)?.[1] ?? 0), span = SPANS[index] ?? 0;
  return step <= span / 2 && !(field.includes("*") && field.includes(","));
}

const words = (fields: readonly string[]) =>
  cronstrue.toString(fields.join(" "), { use24HourTimeFormat: true, logicalAndDayFields: true });
