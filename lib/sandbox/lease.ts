import { runScript, type Sandbox } from "./sandbox.ts";

/** `lease_renew.sh` says so when the sandbox is gone or is being taken down: the run is over. */
const GONE = 4;

/** A lease that is being renewed. */
export interface Lease {
  /** Ends the renewal; resolves when the last one has come back. */
  stop(): Promise<void>;
}

/**
 * Renews the sandbox's lease every twelfth of `leaseMs` until it is stopped. `onGone` is called once, when the host says
 * that the sandbox is gone or is being taken down. A renewal that does not get through is simply tried again: the host's
 * watcher decides when it was too long.
 */
export function keepLease(sandbox: Sandbox, options: { readonly leaseMs: number; readonly onGone: () => void }): Lease {
  let stopped = false, wake = () => {};
  const renew = async () => {
    while (!stopped) {
      const { code, kind } = await runScript(sandbox, "lease_renew.sh", [sandbox.dir], {
        timeoutMs: options.leaseMs / 4,
      });
      if (kind === "exited" && code === GONE && !stopped) return options.onGone();
      if (!stopped) await new Promise<void>((resolve) => wake = after(options.leaseMs / 12, resolve));
    }
  };
  const done = renew();
  return {
    stop: () => {
      stopped = true;
      wake();
      return done;
    },
  };
}

/** Calls `then` after a while, or as soon as the function that it gives is called. */
function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => {
    clearTimeout(timer);
    then();
  };
}
