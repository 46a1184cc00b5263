/** Parses JSON; returns undefined for a text that is not JSON, such as that of a torn file. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
