import { sleep } from "../host/sleep.ts";
import { runScript, type Sandbox } from "./sandbox.ts";

/** The exit code of `lease_renew.sh` when the sandbox is gone or is being removed: the run is over. */
const GONE = 4;

/** A lease that is renewed in the background. */
export interface Lease {
  /** Stops renewing; resolves when the last renewal has ended. */
  stop(): Promise<void>;
}

/**
 * Renews the sandbox's lease until it is stopped, twelve times in `leaseMs`. Calls `onGone` once, when the sandbox is gone or
 * is being removed. A renewal that fails is tried again: the watcher on the host decides when the lease expires.
 */
export function keepLease(sandbox: Sandbox, options: { readonly leaseMs: number; readonly onGone: () => void }): Lease {
  const { leaseMs, onGone } = options, stopping = new AbortController(), { signal } = stopping;
  const renew = async () => {
    while (!signal.aborted) {
      const { code, kind } = await runScript(sandbox, "lease_renew.sh", [sandbox.dir], { timeoutMs: leaseMs / 4 });
      if (kind === "exited" && code === GONE && !signal.aborted) return onGone();
      await sleep(leaseMs / 12, signal);
    }
  };
  const done = renew();
  return {
    stop: () => {
      stopping.abort();
      return done;
    },
  };
}
