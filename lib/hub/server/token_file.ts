import { messageOf, UserError } from "../../errors.ts";

const MIN_LENGTH = 16;

/**
 * Reads the token in the first line of a file. Throws a UserError when other users can read the file, or the token is
 * too short.
 */
export function readTokenFile(path: string): string {
  const token = firstLineOf(path);
  if (token.length >= MIN_LENGTH) return token;
  throw new UserError(`The token in "${path}" has ${token.length} characters: expected at least ${MIN_LENGTH}`, {
    hint: `openssl rand -hex 24 > ${path}`,
  });
}

function firstLineOf(path: string): string {
  try {
    using file = Deno.openSync(path);
    const mode = file.statSync().mode ?? 0;
    if ((mode & 0o077) !== 0) {
      throw new UserError(
        `Other users can read the token file "${path}": expected mode 600, found ${(mode & 0o777).toString(8)}`,
        { hint: `chmod 600 ${path}` },
      );
    }
    return Deno.readTextFileSync(path).split("\n", 1)[0]?.trim() ?? "";
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read the token file "${path}": ${messageOf(error)}`);
  }
}
