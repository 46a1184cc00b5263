import { UserError } from "../errors.ts";
import { lostHost } from "../host/ssh/ssh_trouble.ts";
import type { Transport } from "../host/transport.ts";
import { unpackedArgv } from "./scripts.ts";

/** What a sweep did: sandboxes that it removed, and those of which something is left. */
export interface Swept {
  readonly removed: readonly string[];
  readonly left: readonly string[];
}

/** A run whose controller was lost: what its sandbox knew of it. */
export interface Abandoned {
  /** The note's file on the host. */
  readonly note: string;
  readonly content: unknown;
}

/** What `sweep.sh` answers when Docker does not. */
const ENGINE_SILENT = 4;

/** Removes what is expired on a host and starts missing watchers. Throws a UserError (`infra`) when the host cannot be asked. */
export async function sweep(transport: Transport): Promise<Swept> {
  const result = await transport.run(unpackedArgv("sweep.sh", ""), { timeoutMs: 600_000 });
  if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
  if (result.kind === "exited" && result.code === ENGINE_SILENT) {
    throw new UserError(`Cannot sweep ${transport.name}: the Docker Engine does not answer`, {
      hint: "docker info",
      outcome: "infra",
    });
  }
  if (result.kind !== "exited" || (result.code !== 0 && result.code !== 1)) {
    throw new UserError(`Cannot sweep ${transport.name}: ${result.stderr.trim() || result.kind}`, { outcome: "infra" });
  }
  const of = (word: string) =>
    result.stdout.split("\n").filter((line) => line.startsWith(`${word}\t`)).map((line) => line.slice(word.length + 1));
  return { removed: of("removed"), left: of("left") };
}

const HOME = 'cd "${E2E_HOME:-$HOME/.e2e}/abandoned" 2>/dev/null || exit 0';

/** The notes that a host has of lost runs, and why not all could be read, if so: those stay. */
export interface Notes {
  readonly notes: readonly Abandoned[];
  readonly complaint?: string;
}

/** The notes of runs whose controller was lost, which nobody has reported yet. */
export async function abandonedNotes(transport: Transport): Promise<Notes> {
  const result = await transport.run(["sh", "-c", READ_NOTES], { timeoutMs: 30_000 });
  const notes = readNotes(result.stdout);
  return result.code === 0 ? { notes } : { notes, complaint: result.stderr.trim() || result.kind };
}

const READ_NOTES = `${HOME}
find . -maxdepth 1 -name '.*.new' -mmin +10 -delete 2>/dev/null # of a note whose writing was cut off
code=0
for f in *.json; do
  [ -e "$f" ] || continue
  [ -f "$f" ] && [ -r "$f" ] || { echo "$f cannot be read" >&2; code=1; continue; }
  printf '%s\\0' "$PWD/$f"; cat "$f"; printf '\\0'
done
exit "$code"`;

/** Reads NUL-ended pairs of a note's file and its text; what is cut at the end is left out. */
export function readNotes(text: string): readonly Abandoned[] {
  const parts = text.split("\0"), notes: Abandoned[] = [];
  for (let at = 0; at + 2 < parts.length; at += 2) {
    notes.push({ note: parts[at] ?? "", content: parsed(parts[at + 1] ?? "") });
  }
  return notes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // torn: its run cannot be told, the note goes
  }
}

/** Removes a note that was reported. */
export async function forgetNote(transport: Transport, abandoned: Abandoned): Promise<void> {
  await transport.run(["sh", "-c", 'rm -f "$1"', "sh", abandoned.note], { timeoutMs: 30_000 });
}
