/**
 * Takes the kernel's lock on an open file, flock(2), for this process alone, and does not wait for it; it goes with the
 * file. A Deno that knows only the lock that waits asks first who holds it. Source: proc(5), /proc/locks.
 */
export async function tryLock(file: Deno.FsFile): Promise<boolean> {
  if (Object.hasOwn(Deno.FsFile.prototype, "tryLock")) return await file.tryLock(true);
  const { ino } = await file.stat();
  if ((await Deno.readTextFile("/proc/locks")).includes(`:${ino} `)) return false;
  await file.lock(true);
  return true;
}
