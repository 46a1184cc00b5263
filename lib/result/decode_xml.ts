/** The byte order marks, with the encoding that each stands for. */
const MARKS: readonly (readonly [bytes: readonly number[], encoding: string])[] = [
  [[0xef, 0xbb, 0xbf], "utf-8"],
  [[0xff, 0xfe], "utf-16le"],
  [[0xfe, 0xff], "utf-16be"],
  [[0x3c, 0x00], "utf-16le"], // "<" without a mark
  [[0x00, 0x3c], "utf-16be"],
];

/**
 * Decodes an XML file. The beginning decides, then the encoding in its declaration, then UTF-8. .NET declares UTF-16 in files that
 * are UTF-8, so that a declaration which can be read byte by byte is not believed then. Source: XML 1.0, appendix F.
 */
export function decodeXml(bytes: Uint8Array): string {
  return xmlDecoder(bytes).decode(bytes);
}

/** Returns the decoder of {@link decodeXml} for a file. For text without an XML declaration, the byte order mark decides. */
export function xmlDecoder(bytes: Uint8Array): TextDecoder {
  const mark = MARKS.find(([start]) => start.every((byte, index) => bytes[index] === byte));
  return decoder(mark?.[1] ?? declared(bytes));
}

/** Returns the declared encoding of a file whose declaration is ASCII. */
function declared(bytes: Uint8Array): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const [, encoding = ""] = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/.exec(start) ?? [];
  return /^(utf|ucs)-?(16|32|2|4)/i.test(encoding) ? "" : encoding;
}

function decoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding === "" ? "utf-8" : encoding);
  } catch {
    return new TextDecoder(); // an encoding that is not known here
  }
}
