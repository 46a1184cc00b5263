import { basename, join } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { loadContract } from "../repository/load_contract.ts";
import { readContract } from "../contract/read_contract.ts";
import { slugPattern } from "../contract/slug.ts";
import { UserError } from "../errors.ts";
import { DEFAULT_LEASE_MS } from "../lifecycle/new_plan.ts";
import { type Failure, failureOf } from "../result/phase.ts";
import type { Schedule } from "../result/run_header.ts";
import { pull } from "../schedule/git_quietly.ts";
import { nextAt } from "../contract/next_time.ts";
import { DEFAULT_SCHEDULE } from "../schedule/check_schedule.ts";
import { refWorktree } from "../schedule/ref_worktree.ts";
import { takeScheduleLock } from "../schedule/schedule_lock.ts";
import type { Context } from "../cli/context.ts";
import type { Repository } from "../cli/open_repository.ts";
import { type PlannedRun, planRun } from "../runner/plan_run.ts";
import type { NativeContext } from "./native_context.ts";

/** The command-line options that decide what a native run runs. */
interface NativeOptions {
  /** The checkout. */
  readonly dir: string;
  readonly noPull: boolean;
  readonly ref: string | undefined;
  readonly scheduleId: string | undefined;
  /** Five cron fields. */
  readonly schedule: string | undefined;
}

/**
 * A native run that can start, or the reason why it cannot. Without a contract, it uses a placeholder. Disposing of it releases the
 * schedule's lock.
 */
interface NativeRun extends AsyncDisposable {
  readonly planned: PlannedRun;
  readonly schedule: Schedule | undefined;
  readonly refused: Failure | undefined;
  /** The name of the log: the schedule's id, or else the slug. */
  readonly name: string;
}

/**
 * Takes the schedule's lock, pulls or checks out the ref, reads the contract and plans the run. An error of these steps
 * becomes the reason of a run that does not start, so that it is stored and reported like any run.
 */
export async function openNative(options: NativeOptions, context: NativeContext): Promise<NativeRun> {
  await using stack = new AsyncDisposableStack();
  let root = options.dir, contract = await contractBefore(options);
  let planned: PlannedRun | undefined, refused: Failure | undefined;
  try {
    await lock(options, { context, stack });
    root = await checkOut(options, { context, stack });
    contract = await loadContract(root);
    planned = plan({ root, contract }, options, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!context.signal.aborted) refused = failureOf(error);
  }
  planned ??= planRefused({ root, contract }, options, context);
  const held = stack.move();
  return {
    planned,
    schedule: planned.decided.schedule ?? undefined,
    refused,
    name: options.scheduleId ?? contract.name,
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

function plan(repository: Repository, options: NativeOptions, context: Context): PlannedRun {
  return planRun(repository, { schedule: scheduleOf(options, repository.contract, context) }, context);
}

/** Plans a run that cannot start. Ignores secrets and E2E_LEASE, because they may be the reason. */
function planRefused({ root, contract }: Repository, options: NativeOptions, context: Context): PlannedRun {
  const choices = { leaseMs: DEFAULT_LEASE_MS, schedule: scheduleOf(options, contract, context) };
  return planRun({ root, contract: { ...contract, secrets: [] } }, choices, context);
}

interface Holding {
  readonly context: NativeContext;
  readonly stack: AsyncDisposableStack;
}

async function lock({ scheduleId, dir }: NativeOptions, { context, stack }: Holding): Promise<void> {
  if (scheduleId === undefined) return;
  const path = join(context.native.home, "schedules", `${scheduleId}.lock`);
  const since = new Date(context.now()).toISOString();
  const taken = await takeScheduleLock(path, `process ${Deno.pid}, ${dir}, since ${since}`);
  if (taken.kind === "held") return stack.defer(taken.release);
  throw new UserError(`Cannot start: schedule "${scheduleId}" is in use by ${taken.holder}`, {
    hint: "it ends at the contract's run_timeout at the latest",
    outcome: "busy",
  });
}

/** Updates the checkout, or makes a worktree of the ref, and returns the directory to run. */
async function checkOut({ dir, ref, noPull }: NativeOptions, { context, stack }: Holding): Promise<string> {
  const { signal, native } = context;
  if (ref === undefined) {
    if (!noPull) await pull({ dir, signal });
    return dir;
  }
  const tree = await refWorktree({ dir, ref, fetch: !noPull, under: join(native.home, "worktrees"), signal });
  return stack.use(tree).dir;
}

/** Returns the contract before the pull, or a placeholder, so that a failed pull is reported under a slug too. */
async function contractBefore({ dir, scheduleId }: NativeOptions): Promise<Contract> {
  try {
    return await loadContract(dir);
  } catch {
    return standIn([scheduleId, basename(dir)].find((name) => name !== undefined && slugPattern.test(name)));
  }
}

function standIn(slug = "unknown"): Contract {
  const text = `name: ${JSON.stringify(slug)}\ncompose_file: e2e/compose.yml\ntest_command: "false"\n`;
  const reading = readContract(text, "");
  if (reading.kind === "valid") return reading.contract;
  throw new Error("the stand-in contract is invalid");
}

function scheduleOf(options: NativeOptions, contract: Contract, { now }: Context): Schedule | undefined {
  if (options.scheduleId === undefined) return undefined;
  const cron = options.schedule ?? contract.schedule ?? DEFAULT_SCHEDULE;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { id: options.scheduleId, cron, zone, next_expected_at: nextAt(cron, { zone, afterMs: now() }) };
}
