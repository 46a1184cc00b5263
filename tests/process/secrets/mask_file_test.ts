import assert from "node:assert/strict";
import { maskFile } from "../../../lib/secrets/mask_file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** Returns the content of a file after masking. */
async function through(content: Uint8Array, secrets: readonly string[] = ["tok_XYZ", "gehéim"]): Promise<Uint8Array> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, content);
    await maskFile(path, secrets);
    return new Uint8Array(await Deno.readFile(path));
  } finally {
    await Deno.remove(path);
  }
}

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
  ["no URL in a binary file", bytes("\0x://a:b@c"), bytes("\0x://a:b@c")],
  ["nothing else", Uint8Array.from({ length: 256 }, (_, n) => n), Uint8Array.from({ length: 256 }, (_, n) => n)],
  ["nothing in an empty file", bytes(""), bytes("")],
];

for (const [name, before, after] of ROWS) {
  Deno.test(`maskFile() masks ${name}`, async () => {
    assert.deepEqual(await through(before), after);
  });
}
