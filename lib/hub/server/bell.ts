/** See {@link makeBell}. */
export type Bell = ReturnType<typeof makeBell>;

/** Creates a bell, which wakes all waiting requests when there is a new event. */
export function makeBell() {
  const waiting = new Set<(rang: boolean) => void>();
  let closed = false;
  const ring = () => waiting.forEach((wake) => wake(true));
  return {
    /** Wakes all requests that wait. */
    ring,
    /** Ends all waits, and all later ones at once. */
    close() {
      closed = true;
      ring();
    },
    isClosed: () => closed,
    /** Waits for a ring, the timeout or the signal; resolves with whether it was a ring. */
    async wait({ timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal }) {
      if (closed || signal.aborted) return closed;
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const giveUp = () => resolve(false), timer = setTimeout(giveUp, timeoutMs);
      waiting.add(resolve);
      signal.addEventListener("abort", giveUp);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        waiting.delete(resolve);
        signal.removeEventListener("abort", giveUp);
      }
    },
  };
}
