import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { maskFile } from "../../../lib/secrets/mask_file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Returns the content of a file after masking. */
async function through(
  content: Uint8Array,
  secrets: readonly string[] = ["tok_XYZ", "gehéim", "12€34"],
): Promise<Uint8Array> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, content);
    await maskFile(path, secrets);
    return new Uint8Array(await Deno.readFile(path));
  } finally {
    await Deno.remove(path);
  }
}

/** Returns a text in UTF-16 with a byte order mark. */
function utf16(text: string, order: "le" | "be"): Uint8Array {
  const found = Buffer.from(`\ufeff${text}`, "utf16le");
  return Uint8Array.from(order === "le" ? found : found.swap16());
}

const XML = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>`;

const ROWS: readonly (readonly [name: string, before: Uint8Array, after: Uint8Array])[] = [
  ["a secret", bytes("has tok_XYZ\n"), bytes("has ***\n")],
  ["a secret beyond ASCII", bytes("ß gehéim ß"), bytes("ß *** ß")],
  ["its base64", bytes(`Basic ${btoa("tok_XYZ")}`), bytes("Basic ***==")],
  ["a password in a URL", bytes("postgres://shop:pw@db/x"), bytes("postgres://shop:***@db/x")],
  [
    "a secret next to bytes that are not text",
    Uint8Array.of(0xff, 0xfe, ...bytes("tok_XYZ"), 0x80),
    Uint8Array.of(0xff, 0xfe, ...bytes("***"), 0x80),
  ],
  ["a secret in a binary file", Uint8Array.of(0, ...bytes("tok_XYZ"), 0x9f), Uint8Array.of(0, ...bytes("***"), 0x9f)],
  ["a secret in UTF-16", utf16("ß gehéim \ud800", "le"), utf16("ß *** \ud800", "le")],
  ["an escaped secret in UTF-16", utf16("a://b:c@d geh&#xe9;im", "be"), utf16("a://b:***@d ***", "be")],
  ["UTF-16 that is cut", Uint8Array.of(...utf16("tok_XYZ", "le"), 7), Uint8Array.of(...utf16("***", "le"), 7)],
  [
    "UTF-16 XML without a mark",
    Uint8Array.from(Buffer.from("<a>tok_XYZ</a>", "utf16le")),
    Uint8Array.from(Buffer.from("<a>***</a>", "utf16le")),
  ],
  [
    "XML in another encoding",
    Uint8Array.of(...bytes(`${XML("windows-1252")}<a b="`), 0xe4, ...bytes('">12'), 0x80, ...bytes("34</a>")),
    bytes(`${XML("UTF-8")}<a b="ä">***</a>`),
  ],
  [
    "no XML in another encoding without a secret",
    Uint8Array.of(...bytes(`${XML("windows-1252")}<a>12`), 0x80, ...bytes("</a>")),
    Uint8Array.of(...bytes(`${XML("windows-1252")}<a>12`), 0x80, ...bytes("</a>")),
  ],
  ["no URL in a binary file", bytes("\0x://a:b@c"), bytes("\0x://a:b@c")],
  ["nothing else", Uint8Array.from({ length: 256 }, (_, n) => n), Uint8Array.from({ length: 256 }, (_, n) => n)],
  ["nothing in an empty file", bytes(""), bytes("")],
];

for (const [name, before, after] of ROWS) {
  Deno.test(`maskFile() masks ${name}`, async () => {
    assert.deepEqual(await through(before), after);
  });
}
