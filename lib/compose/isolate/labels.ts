/** Label on everything that belongs to a run: the run id. */
export const runLabel = "dev.custodian.e2e.run";

/** Label on everything that belongs to a run: the sandbox's directory on the host. */
export const sandboxLabel = "dev.custodian.e2e.sandbox";
