import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Masker } from "../../../lib/secrets/masker.ts";

function mask(secrets: readonly string[], chunks: readonly string[]): string {
  const masker = new Masker(secrets);
  return chunks.map((chunk) => masker.push(chunk)).join("") + masker.end();
}

const SECRETS = ["abab1234", "tok_XYZ", "1234zz", "abab", 'a"b\nbb/ø&'];
/** The ways in which programs write a text. */
const WRITTEN: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  "JSON of JavaScript": (text) => JSON.stringify(text).slice(1, -1),
  "JSON of Python": (text) =>
    JSON.stringify(text).slice(1, -1).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unitOf(unit)}`),
  "JSON of C#": (text) => text.replace(/[^a-z0-9_]/gi, (unit) => `\\u${unitOf(unit).toUpperCase()}`),
  "JSON of PHP": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "JSON of Go": (text) => JSON.stringify(text).slice(1, -1).replace(/[&<>]/g, (unit) => `\\u${unitOf(unit)}`),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  "a URL": encodeURIComponent,
  "a URL in lower case": (text) => encodeURIComponent(text).replace(/%../g, (each) => each.toLowerCase()),
  "a URL in a URL": (text) => encodeURIComponent(encodeURIComponent(text)),
  "a query": (text) => new URLSearchParams([["", text]]).toString().slice(1),
  "all bytes as a URL": (text) => bytesOf(text).map((byte) => `%${byte}`).join(""),
  "XML by name": (text) => text.replace(/[&<>"']/g, (each) => NAMES[each] ?? each),
  "XML by number": (text) => text.replace(/[&<>"'\n]/g, (each) => `&#${each.codePointAt(0)};`),
  "XML by hexadecimal number": (text) =>
    text.replace(/[^a-z0-9]/giu, (each) => `&#x${each.codePointAt(0)?.toString(16)};`),
  "XML in XML": (text) => text.replace(/[&<>"']/g, (each) => NAMES[each] ?? each).replaceAll("&", "&amp;"),
  "quotes of a shell": (text) => text.replaceAll("'", `'\\''`),
  "quotes of Python's shlex": (text) => text.replaceAll("'", `'"'"'`),
  "quotes of SQL and YAML": (text) => text.replaceAll("'", "''"),
  "quotes of CSV": (text) => text.replaceAll('"', '""'),
  "backslashes of a shell": (text) => text.replace(/[^a-z0-9_\n]/gi, "\\$&"),
  "octal bytes": (text) =>
    bytesOf(text).map((byte) => byte > "7f" ? `\\${parseInt(byte, 16).toString(8)}` : chr(byte)).join(""),
  "bytes of Python": (text) => bytesOf(text).map((byte) => byte > "7f" ? `\\x${byte}` : chr(byte)).join(""),
  hexadecimal: (text) => bytesOf(text).join(""),
  "hexadecimal in upper case": (text) => bytesOf(text).join("").toUpperCase(),
  "hexadecimal with spaces": (text) => bytesOf(text).join(" "),
  "hexadecimal with colons": (text) => bytesOf(text).join(":").toUpperCase(),
  "escape() of JavaScript": (text) =>
    text.replace(
      /[^a-z0-9]/gi,
      (unit) => unit > "\xff" ? `%u${unitOf(unit).toUpperCase()}` : `%${unitOf(unit).slice(2).toUpperCase()}`,
    ),
  "escape() with %u alone": (text) => text.replace(/[^a-z0-9]/gi, (unit) => `%u${unitOf(unit)}`),
  base64: (text) => base64(text),
  "base64 of a pair": (text) => base64(`user:${text}`),
  "base64 for URLs": (text) => base64(`us:${text}`).replaceAll("+", "-").replaceAll("/", "_"),
  "base64 in JSON of PHP": (text) => base64(`u:${text}`).replaceAll("/", "\\/"),
  "base64 in a URL": (text) => encodeURIComponent(base64(text)),
  "base64 of JSON": (text) => base64(JSON.stringify({ a: text })),
  "base64 in lines": (text) => base64("x".repeat(50) + text + "y".repeat(50)).replace(/.{76}/g, "$&\r\n"),
  "coloured letters": (text) => [...text].map((each) => `\x1b[1;31m${each}\x1b[0m`).join(""),
};
const NAMES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
const unitOf = (unit: string) => unit.charCodeAt(0).toString(16).padStart(4, "0");
const bytesOf = (text: string) => [...Buffer.from(text)].map((byte) => byte.toString(16).padStart(2, "0"));
const chr = (byte: string) => String.fromCharCode(parseInt(byte, 16));
const base64 = (text: string) => Buffer.from(text).toString("base64");

const texts = fc.array(
  fc.oneof(
    fc.constantFrom(...SECRETS.flatMap((secret) => Object.values(WRITTEN).map((write) => write(secret)))),
    fc.stringMatching(/^[ab12 tokz_XYZ34%\\"&u;+\n]{0,6}$/),
  ),
  { maxLength: 8 },
).map((pieces) => pieces.join(""));

function cut(text: string, at: readonly number[]): readonly string[] {
  const ends = [...new Set([...at.map((each) => Math.min(each, text.length)), text.length])].sort((a, b) => a - b);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

Deno.test("Masker masks secrets independently of where the text is cut", () => {
  fc.assert(
    fc.property(texts, fc.array(fc.nat(120), { maxLength: 10 }), (text, at) => {
      assert.equal(mask(SECRETS, cut(text, at)), mask(SECRETS, [text]));
    }),
    { numRuns: 5000 },
  );
});

const HARD = `p&ss/w<o>r"d'+%41\\n \u00e4\u20ac\ud83d\ude00=?end`;

for (const [name, write] of Object.entries(WRITTEN)) {
  Deno.test(`Masker masks a secret as ${name}`, () => {
    const shown = mask([HARD], [`before ${write(HARD)} after`]);
    // base64 shows what shares a group of letters with the text around it
    assert.match(
      shown,
      /^before (?:.\[1;31m|[A-Za-z0-9+/]{0,80})\*\*\*(?:.\[0m|[A-Za-z0-9+/=\r\n%]{0,80}) after$/,
    );
  });
}

Deno.test("Masker masks any secret in any way of writing", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 8 }),
      fc.constantFrom(...Object.entries(WRITTEN)),
      (text, way) => {
        const secret = text.toWellFormed().replace(/\s+/g, " ").trim(), [, write] = way;
        fc.pre(secret.length >= 8 && !/[\p{C}]/u.test(secret));
        assert.match(mask([secret], [`<<${write(secret)}>>`]), /\*\*\*/);
      },
    ),
    { numRuns: 2000 },
  );
});

for (
  const [name, secrets, chunks, shown] of [
    ["holds back only a possible beginning of a secret", ["tok_XYZ"], ["to", "m"], "tom"],
    ["masks the longer of two secrets with the same beginning", ["pass", "password1"], ["pass", "word1!"], "***!"],
    ["masks overlapping secrets once", ["abab1234", "1234zz"], ["abab1234", "zz."], "***."],
    ["masks each line of a multi-line secret", ["-----KEY-----\nMIIBVQ\n"], ["> MIIBVQ <"], "> *** <"],
    ["masks a secret that was read with a final newline", ["hunter2\n"], ["is hunter2!"], "is ***!"],
    ["does not mask short secrets", ["abc", ""], ["abc"], "abc"],
    ["takes no indentation for a secret of plus signs", ["++++"], ["    a ++++"], "    a ***"],
    ["returns the text unchanged without secrets", [], ["abc"], "abc"],
  ] as const
) Deno.test(`Masker ${name}`, () => assert.equal(mask(secrets, chunks), shown));

Deno.test("Masker returns text as early as possible", () => {
  const masker = new Masker(["tok_XYZ"]);
  assert.deepEqual(["line\nto", "k_XYZ", " end t"].map((chunk) => masker.push(chunk)), ["line\n", "***", " end "]);
});

for (const unit of ["\\", "'", "%25", "&amp;", "%u"]) {
  Deno.test(`Masker holds back little of ${unit} without end`, () => {
    const masker = new Masker(["tok_XYZ"]), text = unit.repeat(500), shown = masker.push(text);
    assert.ok(text.length - shown.length < 100, `${text.length - shown.length}`);
    assert.equal(shown + masker.push("tok_X") + masker.push("YZ") + masker.end(), `${text}***`);
  });
}

Deno.test("Masker masks all lines of a key, with line ends as programs write them", () => {
  const key = "-----BEGIN KEY-----\nMIIBVQ+/abcd\nabcd+/xyz=\n-----END KEY-----\n";
  for (const end of ["\n", "\r\n", "\\n", "\\r\\n", "%0A", "%0d%0a", "&#10;", "&#xA;", "\n    "]) {
    const shown = mask([key], [`x ${key.trim().replaceAll("\n", end)} y`]);
    assert.equal(shown, `x ${["***", "***", "***", "***"].join(end)} y`);
  }
});
