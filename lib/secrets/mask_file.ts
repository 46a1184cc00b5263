import { Buffer } from "node:buffer";
import { Masker } from "./masker.ts";
import { UrlMasker } from "./url_masker.ts";

/**
 * Masks secrets in a file; in a text file also what looks like a password in a URL. All other bytes stay the same, in any
 * encoding. The file is replaced as a whole.
 */
export async function maskFile(path: string, secrets: readonly string[]): Promise<void> {
  const bytes = Buffer.from(await Deno.readFile(path));
  const text = asBytes(bytes); // one character per byte, so that no byte is lost
  const masker = new Masker([...secrets, ...secrets.map((secret) => asBytes(Buffer.from(secret)))]);
  const urls = new UrlMasker();
  const hidden = masker.push(text) + masker.end();
  const masked = bytes.includes(0) ? hidden : urls.push(hidden) + urls.end();
  if (masked === text) return;
  await Deno.writeFile(`${path}.masked`, Buffer.from(masked, "latin1"));
  await Deno.rename(`${path}.masked`, path); // works for a read-only file too
}

const asBytes = (bytes: Buffer) => bytes.toString("latin1");
