/** Returns a function that runs writes to `path`. It catches their errors and passes the first one to `onError`. */
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
