import { tabRows } from "../../files/tab_rows.ts";

/** What decides whether a file can be executed. */
export interface FileFacts {
  readonly kind: "missing" | "directory" | "plain" | "executable";
  /** The beginning of the file, each byte as one character. */
  readonly start: string;
}

/** Parses the output of `look_at.sh`: the facts of each file. */
export function parseFileFacts(text: string): ReadonlyMap<string, FileFacts> {
  return new Map(
    tabRows(text).map(([kind = "", hex = "", ...file]) => [
      file.join("\t"),
      {
        kind: kind as FileFacts["kind"],
        start: String.fromCharCode(...hex.match(/../g)?.map((each) => parseInt(each, 16)) ?? []),
      },
    ]),
  );
}

/** Returns the first line, such as `#!/bin/sh`, with a carriage return at its end if it has one. */
export function firstLineOf(facts: FileFacts | undefined): string {
  return facts?.start.split("\n", 1)[0] ?? "";
}

/** The byte order mark of UTF-8, as bytes. */
export const MARK = "\xef\xbb\xbf";

/** The values of e_machine. Source: elf(5), and the ELF specification. */
const MACHINES: Readonly<Record<number, string>> = { 3: "x86", 40: "ARM", 62: "x86-64", 183: "ARM64", 243: "RISC-V" };

/** Returns for which system a program was built; undefined for a script and for anything else. */
export function programFor({ start }: Pick<FileFacts, "start"> = { start: "" }): string | undefined {
  if (start.startsWith("\x7fELF")) {
    const machine = MACHINES[start.charCodeAt(18) + start.charCodeAt(19) * 256];
    return `Linux${machine === undefined ? "" : ` on ${machine}`}`;
  }
  if (start.startsWith("MZ")) return "Windows";
  return /^(\xcf\xfa\xed\xfe|\xce\xfa\xed\xfe|\xca\xfe\xba\xbe)/.test(start) ? "macOS" : undefined;
}
