import { writeAll } from "./write_whole.ts";

/**
 * A file for this user only, to which lines are appended. A line left incomplete by a full disk or a killed process does not damage the
 * next one.
 */
export class LineFile {
  readonly #file: Deno.FsFile;
  #isIncomplete: boolean;

  constructor(path: string) {
    this.#file = Deno.openSync(path, { read: true, append: true, create: true, mode: 0o600 });
    this.#isIncomplete = endsIncomplete(this.#file);
  }

  /** Appends a line. Throws when the file cannot be written. */
  add(line: string): void {
    const bytes = new TextEncoder().encode(`${this.#isIncomplete ? "\n" : ""}${line}\n`);
    this.#isIncomplete = true;
    writeAll(this.#file, bytes);
    this.#isIncomplete = false;
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }
}

function endsIncomplete(file: Deno.FsFile): boolean {
  const { size } = file.statSync();
  if (size === 0) return false;
  const last = new Uint8Array(1);
  file.seekSync(size - 1, Deno.SeekMode.Start);
  file.readSync(last);
  return last[0] !== 0x0a;
}
