import { dirname, join } from "node:path";
import { UserError } from "../errors.ts";
import { quote } from "../host/quote.ts";
import type { PlannedFile } from "./plan.ts";

/** A planned file, and what was done with it. */
export interface WrittenFile {
  readonly path: string;
  readonly how: "wrote" | "replaced" | "kept" | "added to";
}

/**
 * Writes planned files into a repository. Existing files are kept, unless `force`. Files are written atomically and never
 * through a link. Throws a `UserError` at the first file that cannot be written.
 */
export async function write(
  root: string,
  { files, force }: { readonly files: readonly PlannedFile[]; readonly force: boolean },
): Promise<readonly WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const file of files) {
    try {
      written.push({ path: file.path, how: await writeOne(root, { file, force }) });
    } catch (error) {
      if (!(error instanceof Error) || error instanceof UserError) throw error;
      throw new UserError(`Cannot write "${join(root, file.path)}": ${error.message}`, {
        hint: `ls -ld ${quote(root)}`,
      });
    }
  }
  return written;
}

async function writeOne(
  root: string,
  { file, force }: { readonly file: PlannedFile; readonly force: boolean },
): Promise<WrittenFile["how"]> {
  const path = join(root, file.path);
  const existing = await Deno.lstat(path).catch(ifMissing);
  if (file.kind === "existing") return "kept";
  if (file.kind === "append") return await append(path, file.text);
  if (existing !== undefined && !force) return "kept";
  if (existing?.isDirectory) throw new Error("expected a file, found a directory");
  await Deno.mkdir(dirname(path), { recursive: true });
  await put(file, path);
  return existing === undefined ? "wrote" : "replaced";
}

function ifMissing(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

async function put(file: Extract<PlannedFile, { readonly kind: "text" | "link" }>, path: string): Promise<void> {
  const draft = `${path}.${crypto.randomUUID().slice(0, 8)}`;
  try {
    if (file.kind === "link") await Deno.symlink(file.target, draft);
    else await Deno.writeTextFile(draft, file.text, { mode: file.executable ? 0o755 : 0o644 });
    await Deno.rename(draft, path);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw error;
  }
}

async function append(path: string, text: string): Promise<WrittenFile["how"]> {
  const before = await Deno.readTextFile(path).catch(ifMissing);
  const missing = text.split("\n").filter((line) => line !== "" && !(before ?? "").split("\n").includes(line));
  if (missing.length === 0) return "kept";
  const separator = before === undefined || before === "" || before.endsWith("\n") ? "" : "\n";
  await Deno.writeTextFile(path, `${separator}${missing.join("\n")}\n`, { append: true });
  return before === undefined ? "wrote" : "added to";
}
