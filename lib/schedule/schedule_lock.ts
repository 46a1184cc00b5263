import { dirname } from "node:path";
import { messageOf, UserError } from "../errors.ts";
import { tryLock } from "../files/try_lock.ts";

/** The lock of a schedule: held by this process until it ends, or by another process, `holder`. */
type ScheduleLock =
  | { readonly kind: "held"; readonly release: () => void }
  | { readonly kind: "taken"; readonly holder: string };

/**
 * Takes the lock of a schedule, flock(2) on the file `path`. `holder` describes this process for others. Throws a UserError
 * (`infra`) when the file cannot be written.
 */
export async function takeScheduleLock(path: string, holder: string): Promise<ScheduleLock> {
  try {
    return await take(path, holder);
  } catch (error) {
    throw new UserError(`Cannot take the lock ${path}: ${messageOf(error)}`, { outcome: "infra" });
  }
}

async function take(path: string, holder: string): Promise<ScheduleLock> {
  await Deno.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  if (!await tryLock(file)) {
    file.close();
    return { kind: "taken", holder: (await Deno.readTextFile(path)).trim() };
  }
  await file.truncate();
  await file.write(new TextEncoder().encode(`${holder}\n`));
  return { kind: "held", release: () => file.close() };
}
