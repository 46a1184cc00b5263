import assert from "node:assert/strict";
import fc from "fast-check";
import { Masker } from "../../../lib/secrets/masker.ts";
import { secretShapes } from "../../../lib/secrets/secret_shapes.ts";

function mask(secrets: readonly string[], chunks: readonly string[]): string {
  const masker = new Masker(secrets);
  return chunks.map((chunk) => masker.push(chunk)).join("") + masker.end();
}

const SECRETS = ["abab1234", "tok_XYZ", "1234zz", "abab", 'a"b\nbb/ø&'];
const texts = fc.array(
  fc.oneof(
    fc.constantFrom(...SECRETS.flatMap(secretShapes)),
    fc.stringMatching(/^[ab12 tokz_XYZ34%\\"]{0,6}$/),
  ),
  { maxLength: 8 },
).map((pieces) => pieces.join(""));

function cut(text: string, at: readonly number[]): readonly string[] {
  const ends = [...new Set([...at.map((each) => Math.min(each, text.length)), text.length])].sort((a, b) => a - b);
  return ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

/** Masks text by definition: removes every character that belongs to a shape of a secret. */
function byDefinition(text: string, shapes: readonly string[]): string {
  const spans = shapes.flatMap((shape) =>
    [...text].map((_, at) => at).filter((at) => text.startsWith(shape, at))
      .map((at) => [at, at + shape.length] as const)
  ).sort(([a], [b]) => a - b);
  let shown = "", end = 0;
  for (const [from, to] of spans) {
    if (from >= end && to > end) shown += `${text.slice(end, from)}***`;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}

Deno.test("Masker masks secrets independently of where the text is cut", () => {
  const shapes = SECRETS.flatMap(secretShapes).filter(({ length }) => length >= 4);
  fc.assert(
    fc.property(texts, fc.array(fc.nat(120), { maxLength: 10 }), (text, at) => {
      assert.equal(mask(SECRETS, cut(text, at)), byDefinition(text, shapes));
    }),
    { numRuns: 5000 },
  );
});

Deno.test("Masker masks a secret in JSON, a URL, a query, shell quotes and base64", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 6 }), fc.string(), (value, before) => {
      const secret = value.trim().toWellFormed();
      fc.pre(secret.length >= 6);
      const base64 = (text: string) =>
        btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
      const stem = base64(secret).slice(0, Math.floor(new TextEncoder().encode(secret).length / 3) * 4);
      const forms: readonly (readonly [text: string, gone: string])[] = [
        [JSON.stringify({ secret }), JSON.stringify(secret).slice(1, -1)],
        [`https://h/?q=${encodeURIComponent(secret)}`, encodeURIComponent(secret)],
        [`https://h/?${new URLSearchParams({ secret })}`, new URLSearchParams({ secret }).toString().slice(7)],
        [`+ curl -u '${secret.replaceAll("'", "'\\''")}'`, secret.replaceAll("'", "'\\''")],
        [`data ${base64(secret)}`, stem],
        [`Basic ${base64(`user:${secret}`)}`, base64(`user:${secret}`).slice(8, -4)],
        [`Basic ${base64(`ab:${secret}:${before}`)}`, base64(`ab:${secret}`).slice(4, -4)],
        [`Basic ${base64(`u:${secret}`)}`, base64(`u:${secret}`).slice(4, -4)],
      ];
      for (const [text, gone] of forms) {
        if (gone.length >= 4) assert.ok(!mask([secret], [text]).includes(gone), `${gone} in ${text}`);
      }
    }),
    { numRuns: 500 },
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
    ["returns the text unchanged without secrets", [], ["abc"], "abc"],
  ] as const
) Deno.test(`Masker ${name}`, () => assert.equal(mask(secrets, chunks), shown));

Deno.test("Masker returns text as early as possible", () => {
  const masker = new Masker(["tok_XYZ"]);
  assert.deepEqual(["line\nto", "k_XYZ", " end t"].map((chunk) => masker.push(chunk)), ["line\n", "***", " end "]);
});

Deno.test("Masker masks a secret that is escaped for XML or HTML", () => {
  const secret = `p&ss<w"r'd>x\nsecond&line`;
  const written = [
    "p&amp;ss&lt;w\"r'd>x", // Python's saxutils: text
    "p&amp;ss&lt;w&quot;r'd&gt;x", // and attributes
    "p&amp;ss&lt;w&#34;r&#39;d&gt;x", // Go
    "p&amp;ss&lt;w&quot;r&apos;d&gt;x", // Java, JavaScript
  ];
  for (const line of written) {
    assert.equal(mask([secret.split("\n")[0] ?? ""], [`<a b="${line}"/>`]), '<a b="***"/>', line);
  }
  assert.equal(mask([secret], ["x p&amp;ss&lt;w&#34;r&#39;d&gt;x&#xA;second&amp;line y"]), "x *** y");
});
