/**
 * Runs the end-to-end tests of a repository in a sandbox. For a repository with an `e2e/` folder it makes an isolated sandbox,
 * starts the stack, waits until it is healthy, runs the tests under a time limit, removes everything, and gives a verdict.
 *
 * @example
 * ```ts
 * import { loadContract, local, newPlan, runLifecycle } from "@custodian/e2e";
 *
 * const root = Deno.realPathSync("examples/hello");
 * const contract = await loadContract(root);
 * const plan = newPlan({ root, contract }, { runsDirectory: await Deno.makeTempDir(), nowMs: Date.now() });
 * const transport = local(); // or ssh("railiance01", { patienceMs: plan.leaseMs })
 * const result = await runLifecycle(plan, transport, {
 *   report: (event) => event.kind === "phase-ended" && console.error(event.phase, event.status),
 *   signal: new AbortController().signal,
 *   now: Date.now,
 *   clean: () => Promise.resolve(), // removes secrets from collected files: this contract has none
 * });
 * await transport.close();
 * console.log(result.outcome);
 * ```
 *
 * @module
 */
export { contractJsonSchema } from "./lib/contract/json_schema.ts";
export { findRepository } from "./lib/repository/find_repository.ts";
export { loadContract } from "./lib/repository/load_contract.ts";
export { readContract } from "./lib/contract/read_contract.ts";
export { UserError } from "./lib/errors.ts";
export { local } from "./lib/host/local.ts";
export { ssh } from "./lib/host/ssh/ssh.ts";
export type { Transport } from "./lib/host/transport.ts";
export type { Contract } from "./lib/contract/contract.ts";
export type { HealthCheck } from "./lib/contract/health_check.ts";
export type { Event, Report } from "./lib/result/event.ts";
export { EXIT_CODES, type Outcome } from "./lib/result/outcome.ts";
export { type NewPlan, newPlan } from "./lib/lifecycle/new_plan.ts";
export type { Plan } from "./lib/lifecycle/plan.ts";
export { type Result, resultSchema } from "./lib/result/result.ts";
export { type LifecycleOptions, runLifecycle } from "./lib/lifecycle/run_lifecycle.ts";

if (import.meta.main) await (await import("./cli.ts")).main(Deno.args);
