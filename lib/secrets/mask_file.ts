import { Buffer } from "node:buffer";
import { xmlDecoder } from "../result/decode_xml.ts";
import { textMasker } from "./masked.ts";
import { Masker } from "./masker.ts";
import { UrlMasker } from "./url_masker.ts";

/**
 * Masks secrets in a file; in a text file also what looks like a password in a URL. All other bytes stay the same, but XML
 * with a secret in an encoding that cannot be written here becomes UTF-8. The file is replaced as a whole.
 */
export async function maskFile(path: string, secrets: readonly string[]): Promise<void> {
  const bytes = Buffer.from(await Deno.readFile(path));
  const masked = maskDecoded(maskBytes(bytes, secrets), secrets);
  if (masked.equals(bytes)) return;
  const { mode } = await Deno.stat(path);
  await Deno.writeFile(`${path}.masked`, masked, { mode: (mode ?? 0o600) & 0o777 });
  await Deno.rename(`${path}.masked`, path); // works for a read-only file too
}

function maskBytes(bytes: Buffer, secrets: readonly string[]): Buffer {
  const text = bytes.toString("latin1"); // one character per byte, so that no byte is lost
  const masker = new Masker(secrets), urls = new UrlMasker();
  const hidden = masker.push(text) + masker.end();
  return Buffer.from(bytes.includes(0) ? hidden : urls.push(hidden) + urls.end(), "latin1");
}

/** Masks secrets in a text that is not UTF-8. */
function maskDecoded(bytes: Buffer, secrets: readonly string[]): Buffer {
  const decoder = xmlDecoder(bytes), mask = textMasker(secrets);
  if (decoder.encoding === "utf-8") return bytes;
  if (decoder.encoding.startsWith("utf-16")) {
    const whole = bytes.subarray(0, bytes.length & ~1), rest = bytes.subarray(whole.length);
    const swapped = (text: Buffer) => decoder.encoding === "utf-16be" ? Buffer.from(text).swap16() : text;
    const masked = swapped(Buffer.from(mask(swapped(whole).toString("utf16le")), "utf16le"));
    return Buffer.concat([masked, rest]);
  }
  const text = decoder.decode(bytes), masked = mask(text);
  return masked === text ? bytes : Buffer.from(masked.replace(/(encoding\s*=\s*["'])[^"']*/, "$1UTF-8"));
}
