const H = "[0-9a-f]";
/** Runs are limited: a longer one is several tokens, so that text without end is not held back. */
const PERCENT = "%(?:25){0,16}", SLASHES = String.raw`\\{1,32}`, MORE = `${PERCENT}[89ab]${H}`;
/**
 * The parts of a text that {@link decode} changes. Backslashes and percent signs may be repeated, and `&amp;` may stand before
 * an entity, as in text that was escaped several times.
 */
const TOKENS = [
  String.raw`\x1b\[[0-?]*[ -/]*[@-~]`, // colours
  `${PERCENT}(?<utf8>[0-7]${H}|[cd]${H}${MORE}|e${H}(?:${MORE}){2}|f[0-4](?:${MORE}){3})`,
  `${PERCENT}(?<byte>${H}${H})`,
  `(?:${SLASHES}|%)u(?<high>d[89ab]${H}${H})(?:${SLASHES}|%)u(?<low>d[c-f]${H}${H})`,
  String
    .raw`${SLASHES}(?:U(?<u8>000[01]${H}{4})|u\{(?<u>${H}{1,6})\}|x(?<x>${H}${H})|(?<octal>[0-3][0-7]{2}))`,
  `(?:${SLASHES}|%)u(?<u4>${H}{4})`, // with a percent sign: escape() of JavaScript
  `${SLASHES}(?<letter>[nrt])`,
  `&(?:amp;){0,16}(?:#0{0,5}(?<decimal>[0-9]{1,7})|#x0{0,5}(?<hex>${H}{1,6})|(?<entity>amp|lt|gt|quot|apos));`,
  String.raw`\r?\n`,
  String.raw`${SLASHES}|['"\x60]{1,32}|\+`,
];
/** Finds tokens; without named groups, which are slow. */
const TOKEN = new RegExp(TOKENS.join("|").replaceAll(/\(\?<\w+>/g, "(?:"), "gi");
/** Takes a token apart. */
const GROUPS = new RegExp(`^(?:${TOKENS.join("|")})$`, "i");
/** Matches an end of text that could be the beginning of a token; a longer beginning is not recognized. */
const UNFINISHED =
  // deno-lint-ignore no-control-regex -- the beginning of a colour
  /(?:\x1b(?:\[[ -?]{0,32})?|%[%u0-9a-f]{0,40}|\\[\\u{}0-9a-fx]{0,40}|&[a-z0-9#;]{0,40}|\r)$/i;
const LONGEST = 42;
/** Matches the end of a line of base64, which goes on in the next line. */
const BASE64_LINE = /[A-Za-z0-9+/_-]{60}$/;
/** How much of the text before a text {@link decode} looks at. */
export const LOOKED_AT = 60;

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", n: "\n", r: "\r", t: "\t" };

/** A text without escapes, and where its characters come from. */
export interface Decoded {
  readonly text: string;
  /** Returns the place in the original text of the character at `index`. */
  readonly startOf: (index: number) => number;
  /** Returns the place in the original text behind the character before `index`. */
  readonly endOf: (index: number) => number;
  /** Returns the index of the character that comes from `place` in the original text. */
  readonly indexOf: (place: number) => number;
  /** Returns `place`, or the beginning of the escape in the original text that contains it. */
  readonly outside: (place: number) => number;
}

/** A part of a decoded text: plain text, or what an escape of `width` characters became. */
interface Part {
  readonly at: number;
  readonly from: number;
  readonly width: number;
}

/**
 * Undoes the escapes of JSON, URLs, XML, HTML, YAML, shells and terminals. Quotes and backslashes are dropped, and a plus sign
 * becomes a space: this is only for comparing texts that were both decoded. `before` is the end of the text before it.
 */
export function decode(original: string, before = ""): Decoded {
  const parts: Part[] = [{ at: 0, from: 0, width: 0 }];
  let text = "", end = 0;
  for (const match of original.matchAll(TOKEN)) {
    const from = match.index, width = match[0].length;
    text += original.slice(end, from);
    parts.push({ at: text.length, from, width });
    if (!match[0].endsWith("\n")) text += characterOf(match[0]);
    else if (
      !BASE64_LINE.test((from < LOOKED_AT ? before : "") + original.slice(Math.max(0, from - LOOKED_AT), from))
    ) {
      text += "\n";
    }
    end = from + width;
    parts.push({ at: text.length, from: end, width: 0 });
  }
  text += original.slice(end);
  const partOf = (key: "at" | "from", value: number) =>
    parts[lastAtMost(parts, key, value)] ?? { at: 0, from: 0, width: 0 };
  return {
    text,
    startOf: (index) => {
      const { at, from, width } = partOf("at", index);
      return width > 0 ? from : from + index - at;
    },
    endOf: (index) => {
      const { at, from, width } = partOf("at", index - 1);
      return width > 0 ? from + width : from + index - at;
    },
    indexOf: (place) => {
      const { at, from, width } = partOf("from", place);
      return width > 0 ? at : at + place - from;
    },
    outside: (place) => {
      const { from, width } = partOf("from", place);
      return width > 0 ? from : place;
    },
  };
}

/** Returns where the end of a text starts that could be the beginning of an escape. */
export function unfinishedFrom(text: string): number {
  const end = text.slice(-LONGEST), at = end.search(UNFINISHED);
  return at < 0 ? text.length : text.length - end.length + at;
}

/** Returns a text that has no escapes as {@link decode} returns it when all its characters are escaped. */
export function plain(text: string): string {
  return text.replaceAll(/[\\'"`]/g, "").replaceAll("+", " ");
}

function characterOf(token: string): string {
  if (token === "+") return " ";
  if (token.length < 2 || !/[%\\&]/.test(token.charAt(0))) return "";
  const groups: Readonly<Record<string, string | undefined>> = GROUPS.exec(token)?.groups ?? {};
  const { utf8, high, low, octal, decimal, letter, entity } = groups, name = letter ?? entity;
  const point = groups.u8 ?? groups.u4 ?? groups.u ?? groups.x ?? groups.byte ?? groups.hex;
  if (utf8 !== undefined) return plain(new TextDecoder().decode(Uint8Array.from(utf8.split(/%(?:25)*/), hexadecimal)));
  if (high !== undefined && low !== undefined) return String.fromCharCode(hexadecimal(high), hexadecimal(low));
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? "";
  if (point !== undefined) return plain(pointOf(hexadecimal(point)));
  if (octal !== undefined) return plain(pointOf(Number.parseInt(octal, 8)));
  if (decimal !== undefined) return plain(pointOf(Number(decimal)));
  return "";
}

const hexadecimal = (digits: string) => Number.parseInt(digits, 16);
const pointOf = (point: number) => point <= 0x10ffff ? String.fromCodePoint(point) : "";

/** Returns the index of the last part whose `key` is at most `value`. */
function lastAtMost(parts: readonly Part[], key: "at" | "from", value: number): number {
  let low = 0, high = parts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((parts[middle]?.[key] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
