/** Wakes all waiting requests when there is a new event. */
export interface Bell {
  /** Wakes all that wait. */
  readonly ring: () => void;
  /** Ends all waiting, also in the future. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
  /** Waits for a ring, the timeout or the signal; resolves with whether it was a ring. */
  readonly wait: (options: { readonly timeoutMs: number; readonly signal: AbortSignal }) => Promise<boolean>;
}

/** Creates a bell. */
export function makeBell(): Bell {
  const waiting = new Set<(rang: boolean) => void>();
  let closed = false;
  const ring = () => waiting.forEach((wake) => wake(true));
  return {
    ring,
    close() {
      closed = true;
      ring();
    },
    isClosed: () => closed,
    async wait({ timeoutMs, signal }) {
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
