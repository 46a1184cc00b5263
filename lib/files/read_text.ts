/** Returns the text of a file; undefined when it cannot be read, or is a named pipe, which may never answer. */
export function readText(path: string): string | undefined {
  try {
    return Deno.statSync(path).isFifo ? undefined : Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
