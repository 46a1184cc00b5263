import { writeAll } from "./write_whole.ts";

/** A file that lines are added to. A line that was torn, by a full disk or a killed process, spoils none after it. */
export class LineFile {
  readonly #file: Deno.FsFile;
  #torn: boolean;

  constructor(path: string) {
    this.#file = Deno.openSync(path, { read: true, append: true, create: true });
    this.#torn = endsTorn(this.#file);
  }

  /** Adds a line. Throws when the disk does not take it. */
  add(line: string): void {
    const bytes = new TextEncoder().encode(`${this.#torn ? "\n" : ""}${line}\n`);
    this.#torn = true;
    writeAll(this.#file, bytes);
    this.#torn = false;
  }

  /** Closes the file. */
  close(): void {
    this.#file.close();
  }
}

function endsTorn(file: Deno.FsFile): boolean {
  const { size } = file.statSync();
  if (size === 0) return false;
  const last = new Uint8Array(1);
  file.seekSync(size - 1, Deno.SeekMode.Start);
  file.readSync(last);
  return last[0] !== 0x0a;
}
