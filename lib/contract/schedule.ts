import { Cron } from "croner";

/** What cron(8) knows of croner's language. Source: crontab(5). */
const FIELDS = ["minute", "hour", "day of month", "month", "day of week"] as const;
const VALUE = /(\d+|[A-Za-z]{3})/.source, RANGE = `(\\*|${VALUE}(-${VALUE})?)(/\\d+)?`;
const FIELD = new RegExp(`^${RANGE}(,${RANGE})*$`);

/** Why a text is no schedule that cron(8) understands and that comes at some time, with the field's name; undefined when it is one. */
export function scheduleTrouble(cron: string): string | undefined {
  if (/[^\x20-\x7e]/.test(cron)) return "it has other characters than five fields";
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `five fields were wanted, found ${fields.length}`;
  const at = FIELDS.findIndex((_, each) => !isField(fields[each] ?? "", each));
  if (at >= 0) return `${FIELDS[at]} is "${fields[at]}"`;
  return fiveFields(cron).nextRun(new Date(0)) === null
    ? "it never comes: day of month and month exclude each other"
    : undefined;
}

function isField(field: string, at: number): boolean {
  try {
    fiveFields(FIELDS.map((_, each) => each === at ? field : "*").join(" "));
    return FIELD.test(field);
  } catch {
    return false;
  }
}

const fiveFields = (cron: string) => new Cron(cron, { mode: "5-part", paused: true });
