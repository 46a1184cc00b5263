import { lastLines } from "../result/words.ts";

/** Returns the warnings that Compose printed, such as for a variable that is not set, without those that users cannot act on. */
export function composeWarnings(stderr: string): readonly string[] {
  return lastLines(stderr).filter((line) => /level=warning|^WARN/i.test(line)).map(message)
    .filter((line) => !/`version` is obsolete/.test(line));
}

/** Returns what Compose printed without the warnings. */
export function composeErrors(stderr: string): readonly string[] {
  return lastLines(stderr).filter((line) => !/level=warning/.test(line));
}

/** Returns the message of a log line, `time="…" level=warning msg="…"`. */
function message(line: string): string {
  return /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1]?.replaceAll(/\\(["\\])/g, "$1") ?? line;
}
