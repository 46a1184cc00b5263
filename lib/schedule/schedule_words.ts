import cronstrue from "cronstrue";
import { needsBothDays } from "../contract/next_time.ts";

/**
 * Describes a schedule of five cron fields, such as "At 03:13, only on Sunday". Where either of its two day fields is
 * enough for cron, there is a sentence for each. Returns other text unchanged.
 */
export function scheduleWords(cron: string): string {
  const fields = cron.trim().split(/\s+/);
  try {
    if (needsBothDays(cron) || fields.length !== 5) return words(fields);
    const [byMonth, byWeek] = [words(fields.with(4, "*")), words(fields.with(2, "*"))];
    return `${byMonth}, or ${byWeek.charAt(0).toLowerCase()}${byWeek.slice(1)}`;
  } catch {
    return cron;
  }
}

const words = (fields: readonly string[]) =>
  cronstrue.toString(fields.join(" "), { use24HourTimeFormat: true, logicalAndDayFields: true });
