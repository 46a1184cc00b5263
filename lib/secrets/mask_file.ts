import { Buffer } from "node:buffer";
import { Masker } from "./masker.ts";
import { UrlMasker } from "./url_masker.ts";

/**
 * Masks secrets in a file; in a text file also what looks like a password in a URL. All other bytes stay the same, in any
 * encoding. The file is replaced as a whole.
 */
export async function maskFile(path: string, secrets: readonly string[]): Promise<void> {
  const bytes = Buffer.from(await Deno.readFile(path));
  const text = bytes.toString("latin1"); // one character per byte, so that no byte is lost
  const masker = new Masker(secrets), urls = new UrlMasker();
  const hidden = masker.push(text) + masker.end();
  const masked = bytes.includes(0) ? hidden : urls.push(hidden) + urls.end();
  if (masked === text) return;
  const { mode } = await Deno.stat(path);
  await Deno.writeFile(`${path}.masked`, Buffer.from(masked, "latin1"), { mode: (mode ?? 0o600) & 0o777 });
  await Deno.rename(`${path}.masked`, path); // works for a read-only file too
}
