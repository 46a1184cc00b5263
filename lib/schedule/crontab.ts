import { UserError } from "../errors.ts";

/** A block of lines in a crontab that belongs to the tool. */
interface CrontabBlock {
  readonly slug: string;
  /** The lines between its marks, without line ends. */
  readonly lines: readonly string[];
  /** Its place in the text: from its first character to the one after its last line. */
  readonly from: number;
  readonly to: number;
}

const BEGIN = /^# e2e ([a-z0-9-]+): begin\b/, END = /^# e2e ([a-z0-9-]+): end\b/;

/** Finds the tool's blocks in a crontab. Throws a UserError when their marks do not match. */
export function crontabBlocks(crontab: string): readonly CrontabBlock[] {
  const blocks: CrontabBlock[] = [];
  let open: { readonly slug: string; readonly from: number; readonly lines: string[] } | undefined, at = 0;
  for (const whole of crontab.split(/(?<=\n)/)) {
    const line = whole.replace(/\r?\n$/, ""), begin = BEGIN.exec(line)?.[1], end = END.exec(line)?.[1];
    if (open === undefined ? end !== undefined : begin !== undefined || (end ?? open.slug) !== open.slug) {
      throw mismatch(begin ?? end ?? "");
    }
    if (begin !== undefined) open = { slug: begin, from: at, lines: [] };
    else if (end === undefined) open?.lines.push(line);
    at += whole.length;
    if (end === undefined || open === undefined) continue;
    blocks.push({ ...open, to: at });
    open = undefined;
  }
  if (open !== undefined) throw mismatch(open.slug);
  return blocks;
}

function mismatch(slug: string): UserError {
  return new UserError(`Cannot edit the crontab: the begin and end marks of "${slug}" do not match`, {
    hint: `on the host: crontab -e; remove the lines "# e2e ${slug}: …" and those between them`,
  });
}

/**
 * Puts the block of `slug` in its old place, or at the end. Other bytes do not change, but the last line gets a line
 * end.
 */
export function withBlock(crontab: string, slug: string, lines: readonly string[]): string {
  const block = [`# e2e ${slug}: begin (e2e cron remove ${slug} removes it)`, ...lines, `# e2e ${slug}: end`];
  const text = block.map((line) => `${line}\n`).join("");
  const old = crontabBlocks(crontab).find((each) => each.slug === slug);
  if (old !== undefined) return crontab.slice(0, old.from) + text + crontab.slice(old.to);
  return crontab + (crontab === "" || crontab.endsWith("\n") ? "" : "\n") + text;
}

/** Removes the block of `slug`. Other bytes do not change. */
export function withoutBlock(crontab: string, slug: string): string {
  const old = crontabBlocks(crontab).find((each) => each.slug === slug);
  return old === undefined ? crontab : crontab.slice(0, old.from) + crontab.slice(old.to);
}

/** Reads the variables that the lines before `end` set for later commands. Source: crontab(5). */
export function crontabEnvironment(crontab: string, end: number): Readonly<Record<string, string>> {
  const settings = crontab.slice(0, end).split(/\r?\n/).flatMap((line) => {
    const [, name = "", value = ""] = /^\s*(?:"?)([A-Za-z_]\w*)(?:"?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === "" ? [] : [[name, value.replace(/^(["'])(.*)\1$/, "$2")] as const];
  });
  return Object.fromEntries(settings);
}
