import cronstrue from "cronstrue";

/** Describes a schedule of five cron fields, such as "At 03:13, only on Sunday". Returns other text unchanged. */
export function scheduleWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
