import { basename, join } from "node:path";
import type { Contract } from "../contract/contract.ts";
import { loadContract } from "../repository/load_contract.ts";
import { readContract } from "../contract/read_contract.ts";
import { slugPattern } from "../contract/slug.ts";
import { UserError } from "../errors.ts";
import { type Failure, failureOf } from "../result/phase.ts";
import type { Schedule } from "../result/run_header.ts";
import { pull } from "../schedule/git_quietly.ts";
import { DEFAULT_SCHEDULE, nextAt } from "../schedule/next_time.ts";
import { refWorktree } from "../schedule/ref_worktree.ts";
import { takeScheduleLock } from "../schedule/schedule_lock.ts";
import type { Context } from "../cli/context.ts";
import type { NativeContext } from "./native_context.ts";
import type { Repository } from "../cli/open_repository.ts";
import { type RunOptions, runPlan } from "../runner/run_plan.ts";

/** What a native run is told. */
export interface NativeOptions {
  /** The checkout. */
  readonly dir: string;
  readonly noPull: boolean;
  readonly ref: string | undefined;
  readonly scheduleId: string | undefined;
  /** Five cron fields. */
  readonly schedule: string | undefined;
}

/** A checkout that is ready to be run, or why not: then the contract may be a stand-in. Disposing of it frees its schedule. */
export interface NativeRepository extends AsyncDisposable {
  readonly repository: Repository;
  readonly schedule: Schedule | undefined;
  readonly refused: Failure | undefined;
  /** The schedule's id, else the slug: what the log is called. */
  readonly name: string;
}

/** Takes the schedule's lock, pulls, or checks the ref out, and reads the contract. What is wrong with the world is told as a run. */
export async function openNative(options: NativeOptions, context: NativeContext): Promise<NativeRepository> {
  await using stack = new AsyncDisposableStack();
  let root = options.dir, contract = await contractBefore(options), refused: Failure | undefined;
  try {
    await lock(options, { context, stack });
    root = await newest(options, { context, stack });
    contract = await loadContract(root);
    runPlan({ root, contract }, NOTHING_CHOSEN, { ...context, runsDirectory: "" });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!context.signal.aborted) refused = failureOf(error);
    contract = { ...contract, secrets: [] };
  }
  const kept = stack.move();
  return {
    repository: { root, contract },
    schedule: scheduleOf(options, contract, context),
    refused,
    name: options.scheduleId ?? contract.name,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

const NOTHING_CHOSEN: RunOptions = { keep: false, waitMs: undefined, leaseMs: undefined, testArgs: [] };

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
  throw new UserError(`Cannot start: schedule "${scheduleId}" is taken by ${taken.holder}`, {
    hint: "it ends by itself at the contract's run_timeout",
    outcome: "busy",
  });
}

/** The directory that holds what is to be run. */
async function newest({ dir, ref, noPull }: NativeOptions, { context, stack }: Holding): Promise<string> {
  const { signal, native } = context;
  if (ref === undefined) {
    if (!noPull) await pull({ dir, signal });
    return dir;
  }
  const tree = await refWorktree({ dir, ref, fetch: !noPull, under: join(native.home, "worktrees"), signal });
  return stack.use(tree).dir;
}

/** The contract as it is before the pull, or a stand-in: so that a pull that fails has a name. */
async function contractBefore({ dir, scheduleId }: NativeOptions): Promise<Contract> {
  try {
    return await loadContract(dir);
  } catch {
    const slug = [scheduleId, basename(dir)].find((name) => name !== undefined && slugPattern.test(name)) ?? "unknown";
    const reading = readContract(
      `name: ${JSON.stringify(slug)}\ncompose_file: e2e/compose.yml\ntest_command: "false"\n`,
      "",
    );
    if (reading.kind === "valid") return reading.contract;
    throw new Error("the stand-in is a contract");
  }
}

function scheduleOf(options: NativeOptions, contract: Contract, { now }: Context): Schedule | undefined {
  if (options.scheduleId === undefined) return undefined;
  const cron = options.schedule ?? contract.schedule ?? DEFAULT_SCHEDULE;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { id: options.scheduleId, cron, zone, next_expected_at: nextAt(cron, { zone, afterMs: now() }) };
}
