const HEAD_BYTES = 45_000_000;
const TAIL_BYTES = 5_000_000;

/** A log file of bounded size: what comes first is written at once, of the rest only the end, with how much was cut. */
export class BoundedLog {
  readonly #file: Deno.FsFile;
  readonly #head: number;
  readonly #tailBytes: number;
  readonly #tail: Uint8Array[] = [];
  #written = 0;
  #kept = 0;
  #cut = 0;

  constructor(path: string, options: { readonly headBytes?: number; readonly tailBytes?: number } = {}) {
    this.#file = Deno.openSync(path, { append: true, create: true });
    this.#head = options.headBytes ?? HEAD_BYTES;
    this.#tailBytes = options.tailBytes ?? TAIL_BYTES;
  }

  /** Adds text to the log. Throws when the disk does not take it. */
  write(text: string): void {
    const bytes = new TextEncoder().encode(text);
    const now = bytes.subarray(0, Math.max(0, this.#head - this.#written));
    writeAll(this.#file, now);
    this.#written += now.length;
    if (now.length < bytes.length) this.#keep(bytes.slice(now.length));
  }

  /** Writes the end that was kept. */
  close(): void {
    try {
      if (this.#cut > 0) writeAll(this.#file, new TextEncoder().encode(`\n… ${this.#cut} bytes cut …\n`));
      this.#tail.forEach((chunk) => writeAll(this.#file, chunk));
    } finally {
      this.#file.close();
    }
  }

  #keep(chunk: Uint8Array): void {
    this.#tail.push(chunk);
    this.#kept += chunk.length;
    while (this.#kept - (this.#tail[0]?.length ?? 0) >= this.#tailBytes) {
      const gone = this.#tail.shift()?.length ?? 0;
      this.#kept -= gone;
      this.#cut += gone;
    }
  }
}

function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
