import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { decodeXml } from "../../../lib/result/decode_xml.ts";

const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<testsuite name="Prüfung é"/>`;
const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();

/** Files, each with the text that it holds. */
const FILES: Readonly<Record<string, readonly [Buffer, string]>> = {
  "UTF-8": [Buffer.from(xml("UTF-8")), xml("UTF-8")],
  "UTF-8 without a declaration": [Buffer.from("<testsuite name='ü'/>"), "<testsuite name='ü'/>"],
  "UTF-8 with a mark": [Buffer.from(`\ufeff${xml("UTF-8")}`), xml("UTF-8")],
  "ISO-8859-1": [Buffer.from(xml("ISO-8859-1"), "latin1"), xml("ISO-8859-1")],
  "windows-1252 in single quotes": [
    Buffer.from("<?xml version='1.0' encoding='windows-1252'?><a b='\x80'/>", "latin1"),
    "<?xml version='1.0' encoding='windows-1252'?><a b='€'/>",
  ],
  "ISO-8859-15": [
    Buffer.from('<?xml version="1.0" encoding="iso-8859-15"?><a b="\xa4"/>', "latin1"),
    '<?xml version="1.0" encoding="iso-8859-15"?><a b="€"/>',
  ],
  "UTF-16 with a mark": [Buffer.from(`\ufeff${xml("UTF-16")}`, "utf16le"), xml("UTF-16")],
  "UTF-16, big-endian, with a mark": [swapped(`\ufeff${xml("UTF-16")}`), xml("UTF-16")],
  "UTF-16 without a mark": [Buffer.from(xml("UTF-16"), "utf16le"), xml("UTF-16")],
  "UTF-16, big-endian, without a mark": [swapped(xml("UTF-16BE")), xml("UTF-16BE")],
  "UTF-8 that declares UTF-16": [Buffer.from(xml("utf-16")), xml("utf-16")],
  "an unknown encoding": [Buffer.from(xml("x-none")), xml("x-none")],
  nothing: [Buffer.from(""), ""],
};

for (const [name, [bytes, text]] of Object.entries(FILES)) {
  Deno.test(`decodeXml() decodes ${name}`, () => {
    assert.equal(decodeXml(bytes), text);
  });
}
