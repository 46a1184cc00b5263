/**
 * Tries to take an exclusive lock, flock(2), on an open file, without waiting. Closing the file releases it. Older versions
 * of Deno can only wait for a lock; there /proc/locks shows first whether the file is locked. Source: proc(5).
 */
export async function tryLock(file: Deno.FsFile): Promise<boolean> {
  if (Object.hasOwn(Deno.FsFile.prototype, "tryLock")) return await file.tryLock(true);
  const { ino } = await file.stat();
  if ((await Deno.readTextFile("/proc/locks")).includes(`:${ino} `)) return false;
  await file.lock(true);
  return true;
}
