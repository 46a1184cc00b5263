import cronstrue from "cronstrue";

/** A schedule of five cron fields in words, such as "At 03:13, only on Sunday"; what is none, as it was written. */
export function scheduleWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true });
  } catch {
    return cron;
  }
}
