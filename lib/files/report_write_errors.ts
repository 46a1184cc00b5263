/** Runs what writes to `path`; of what it throws, the first is told to `onError`, and nothing breaks. */
export function reportWriteErrors(path: string, onError: (message: string) => void): (write: () => void) => void {
  let isBroken = false;
  return (write) => {
    try {
      write();
    } catch (error) {
      if (!isBroken) onError(`Cannot write to ${path}: ${error instanceof Error ? error.message : error}`);
      isBroken = true;
    }
  };
}
