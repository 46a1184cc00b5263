import type { Transport } from "../../host/transport.ts";
import type { Inventory } from "../../sandbox/inventory.ts";
import { quote } from "../../host/quote.ts";
import { removeSandbox } from "../../sandbox/remove_sandbox.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { CleanupResult } from "../../result/result.ts";
import { shortId } from "../../result/identity.ts";
import { date } from "../../result/words.ts";
import type { Plan } from "../plan.ts";
import { hostFailure, type RunContext } from "../run_context.ts";

/** Receives the clean-up's result. */
type OnCleanup = (cleanup: CleanupResult) => void;

/** Removes the sandbox, and records what is left of it. */
export async function down(
  run: RunContext,
  options: { readonly dir: string; readonly onCleanup: OnCleanup },
): Promise<PhaseEnd<void>> {
  const inventory = await removeSandbox(run.transport, { project: run.plan.project, dir: options.dir });
  const { verified } = inventory;
  const leftovers = inventory.leftovers.map(({ kind, name }) => ({ kind, name }));
  const note = verified && leftovers.length === 0 ? null : retryNote(run, leftovers);
  options.onCleanup({ decision: "down", verified, leftovers, kept_until: null, note });
  if (note === null) return passed(undefined);
  await endRun(run, options.dir);
  return failure("leaked", leftMessage(inventory), {
    detail: leftovers.map(({ kind, name }) => `${kind} ${name}`),
    hint: note,
  });
}

/**
 * Lets the host remove the rest at once, as of a kept sandbox whose time is over: the run has a result, so the host must not note
 * that it was interrupted.
 */
async function endRun({ transport }: RunContext, dir: string): Promise<void> {
  if (dir !== "") await transport.run(["sh", `${dir}/bin/keep.sh`, dir, "0"], { timeoutMs: 30_000 });
}

function retryNote({ plan, transport }: RunContext, leftovers: CleanupResult["leftovers"]): string {
  const mounts = leftovers.filter(({ kind }) => kind === "mount").map(({ name }) => `sudo umount ${quote(name)}; `);
  const command = `${mounts.join("")}${downCommand(plan, transport)}`;
  return `The host tries again automatically within ${plan.leaseMs / 1000} s; until then: ${command}`;
}

function downCommand({ project }: Plan, { name }: Transport): string {
  return `e2e down ${shortId(project)} --host ${name}`;
}

function leftMessage({ verified, leftovers, message }: Inventory): string {
  if (!verified) return `Cannot verify the removal: ${message}`;
  return `${leftovers.length} ${leftovers.length === 1 ? "resource" : "resources"} of the sandbox could not be removed`;
}

/** Keeps the sandbox for the contract's `keep_for`, by the host's clock. After that the host removes it. */
export async function keep(
  run: RunContext,
  options: { readonly sandbox: Sandbox; readonly onCleanup: OnCleanup },
): Promise<PhaseEnd<void>> {
  const { sandbox, onCleanup } = options;
  const args = [sandbox.dir, `${Math.ceil(run.plan.contract.keepForMs / 1000)}`];
  const result = await runScript(sandbox, "keep.sh", args, { timeoutMs: 30_000 });
  if (result.code !== 0) {
    const leftovers = [{ kind: "directory", name: sandbox.dir }], note = unkeptNote(run);
    onCleanup({ decision: "down", verified: false, leftovers, kept_until: null, note });
    const { message, detail = [] } = hostFailure(run, result, "Keeping the sandbox");
    return failure("leaked", message, { detail, hint: note });
  }
  const kept_until = new Date(Number(result.stdout) * 1000).toISOString();
  const note = `The host removes it automatically after ${kept_until}`;
  onCleanup({ decision: "kept", verified: true, leftovers: [], kept_until, note });
  return passed(undefined);
}

/** Returns when the host removes a sandbox that may not be kept: at the end of its lease, or as on_lost says, see watch.sh. */
function unkeptNote({ plan, transport, now }: RunContext): string {
  const latest = date(now() + plan.leaseMs + plan.contract.keepForMs);
  return `The host removes it automatically, at the latest after ${latest}; until then: ${
    downCommand(plan, transport)
  }`;
}
