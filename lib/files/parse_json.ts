/** Parses JSON; returns undefined for a text that is not JSON, such as an incomplete file. */
export function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
