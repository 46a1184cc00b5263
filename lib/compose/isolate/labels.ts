/** The label with the run id, on every resource of a run. */
export const runLabel = "dev.custodian.e2e.run";

/** The label with the sandbox's directory on the host, on every resource of a run. */
export const sandboxLabel = "dev.custodian.e2e.sandbox";
