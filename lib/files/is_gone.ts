/** Checks whether an error means that the file does not exist. A directory that cannot be read is another error. */
export function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}
