import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { BoundedLog } from "./bounded_log.ts";
import { reportWriteErrors } from "./report_write_errors.ts";

/** The size at which a file is rotated, and the number of files that are kept. */
const MAX_BYTES = 1_000_000, KEPT = 5;
/** How much may be written between opening and closing. */
const BOUNDS = { headBytes: 1_000_000, tailBytes: 100_000 };

/** A log that several runs append to. */
interface RotatedLog extends Disposable {
  readonly write: (text: string) => void;
}

/**
 * Opens a log to append to, and renames one that is too large to `path.1`. The first error goes to `onError`; none is
 * thrown.
 */
export function rotatedLog(path: string, onError: (message: string) => void): RotatedLog {
  const carefully = reportWriteErrors(path, onError);
  let log: BoundedLog | undefined;
  carefully(() => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rotate(path);
    log = new BoundedLog(path, BOUNDS);
  });
  return {
    write: (text) => carefully(() => log?.write(text)),
    [Symbol.dispose]: () => carefully(() => log?.close()),
  };
}

function rotate(path: string): void {
  if ((size(path) ?? 0) <= MAX_BYTES) return;
  for (let number = KEPT - 1; number >= 1; number--) {
    const from = number === 1 ? path : `${path}.${number - 1}`;
    if (size(from) !== undefined) Deno.renameSync(from, `${path}.${number}`);
  }
}

function size(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch {
    return undefined;
  }
}
