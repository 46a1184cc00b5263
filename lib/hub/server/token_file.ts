import { UserError } from "../../errors.ts";

const MIN_LENGTH = 16;

/** The token in a file's first line. Throws a UserError when others may read the file, or the token is short. */
export function readTokenFile(path: string): string {
  const token = firstLineOf(path);
  if (token.length >= MIN_LENGTH) return token;
  throw new UserError(`The token in "${path}" has ${token.length} characters: at least ${MIN_LENGTH} were wanted`, {
    hint: `openssl rand -hex 24 > ${path}`,
  });
}

function firstLineOf(path: string): string {
  try {
    using file = Deno.openSync(path);
    const mode = file.statSync().mode ?? 0;
    if ((mode & 0o077) !== 0) {
      throw new UserError(
        `Others may read the token file "${path}": mode 600 was wanted, not ${(mode & 0o777).toString(8)}`,
        {
          hint: `chmod 600 ${path}`,
        },
      );
    }
    return Deno.readTextFileSync(path).split("\n", 1)[0]?.trim() ?? "";
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`Cannot read the token file "${path}": ${error instanceof Error ? error.message : error}`);
  }
}
