import type { Lease } from "../sandbox/lease.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { HostState } from "./host_state.ts";
import type { RunFacts } from "./make_result.ts";
import type { Stack } from "./up/up.ts";

/** What a run has made on the host so far. It decides what `collect` and `down` have to do. */
type Made =
  | { readonly kind: "nothing" }
  /** The request to make a sandbox was sent, and not answered yet. */
  | { readonly kind: "perhaps" }
  | { readonly kind: "sandbox"; readonly sandbox: Sandbox; readonly lease: Lease };

/** What the phases of a run have made and found so far. */
export interface Progress {
  made: Made;
  readonly facts: RunFacts;
  /** The state of the host before the stack was started. */
  hostBefore?: Promise<HostState | undefined>;
  /** The stack, once all health checks have passed. */
  healthy?: Stack;
  /** Resolves when the host was swept for expired sandboxes. */
  readonly tidied: Promise<void> | undefined;
  /** Is called when the host reports that the sandbox is gone. */
  readonly onGone: () => void;
}
