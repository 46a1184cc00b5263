import { writeAll } from "./write_whole.ts";

const HEAD_BYTES = 45_000_000;
const TAIL_BYTES = 5_000_000;

/** A log file of bounded size, for this user only: the head is written at once; of the rest only the tail is kept, and written on close. */
export class BoundedLog {
  readonly #file: Deno.FsFile;
  readonly #tailBytes: number;
  /** Twice the size of the tail, so that it is rarely moved. Allocated when the tail begins. */
  #tail = new Uint8Array(0);
  #kept = 0;
  #headLeft: number;
  #behindHead = 0;

  constructor(path: string, options: { readonly headBytes?: number; readonly tailBytes?: number } = {}) {
    this.#file = Deno.openSync(path, { append: true, create: true, mode: 0o600 });
    this.#headLeft = options.headBytes ?? HEAD_BYTES;
    this.#tailBytes = options.tailBytes ?? TAIL_BYTES;
  }

  /** Adds text to the log. Throws when the file cannot be written. */
  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    const head = bytes.subarray(0, this.#headLeft);
    this.#headLeft -= head.length;
    this.#keep(bytes.subarray(head.length));
    writeAll(this.#file, head);
  }

  /** Writes the tail, after a line with the number of bytes that were cut, and closes the file. */
  close(): void {
    const end = this.#tail.subarray(Math.max(0, this.#kept - this.#tailBytes), this.#kept);
    const cut = this.#behindHead - end.length;
    try {
      if (cut > 0) writeAll(this.#file, new TextEncoder().encode(`\n… ${cut} bytes cut …\n`));
      writeAll(this.#file, end);
    } finally {
      this.#file.close();
    }
  }

  #keep(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const size = this.#tailBytes, last = bytes.subarray(-size);
    if (this.#tail.length === 0) this.#tail = new Uint8Array(2 * size);
    if (this.#kept + last.length > 2 * size) {
      this.#tail.copyWithin(0, this.#kept - size, this.#kept);
      this.#kept = size;
    }
    this.#tail.set(last, this.#kept);
    this.#kept += last.length;
    this.#behindHead += bytes.length;
  }
}
