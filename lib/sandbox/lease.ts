import { runScript, type Sandbox } from "./sandbox.ts";

/** The exit code of `lease_renew.sh` when the sandbox is gone or is being taken down: the run is over. */
const GONE = 4;

/** A lease that is renewed in the background. */
export interface Lease {
  /** Stops renewing; resolves when the last renewal has ended. */
  stop(): Promise<void>;
}

/**
 * Renews the sandbox's lease until it is stopped, twelve times in `leaseMs`. Calls `onGone` once, when the sandbox is gone or
 * is being taken down. A renewal that fails is tried again: the watcher on the host decides when the lease expires.
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

/** Calls `then` after `ms`, or when the returned function is called. */
function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => {
    clearTimeout(timer);
    then();
  };
}
