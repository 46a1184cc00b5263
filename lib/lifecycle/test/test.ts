import { Capture } from "../../host/capture.ts";
import { quoteArgv } from "../../host/quote.ts";
import { missingHint } from "../../repository/missing_hint.ts";
import type { PhaseEnd } from "../../result/phase.ts";
import type { TestResult } from "../../result/result.ts";
import { stoppedBy } from "../../result/stop_reason.ts";
import { lastLines } from "../../result/words.ts";
import { listContainers } from "../../sandbox/containers.ts";
import { type JobEnd, killJob, leftRunning, startJob } from "../../sandbox/job.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { reportFailingServices } from "../failing_services.ts";
import { hostFailure, type RunContext } from "../run_context.ts";
import { commandEnd, testResult } from "./command_end.ts";
import { followTests } from "./follow_tests.ts";
import { judge } from "./judge.ts";
import { testResults } from "./test_results.ts";
import { whyNotRun } from "./why_not_run.ts";

/** The time between TERM and KILL for the processes of the tests. */
const GRACE_MS = 10_000;

/** Options of {@link test}. */
interface TestOptions {
  /** The job's directory in the sandbox. */
  readonly job: string;
  readonly onTest: (test: TestResult) => void;
}

/**
 * Runs the test command as a detached job and follows it. The outcome comes from the file that the job's supervisor writes on
 * the host, and from the results that the contract declares.
 */
export async function test(run: RunContext, sandbox: Sandbox, options: TestOptions): Promise<PhaseEnd<void>> {
  const { contract, testArgs } = run.plan, { job } = options;
  const command = [contract.testCommand, ...(testArgs.length === 0 ? [] : [quoteArgv(testArgs)])].join(" ");
  const limitMs = Math.max(1_000, Math.min(contract.timeoutMs, run.deadlineMs - run.now()));
  const started = await startJob(sandbox, { job, command, limitMs, graceMs: GRACE_MS });
  if (started.code !== 0) return hostFailure(run, started, "Starting the tests");

  const tail = new Capture(16 * 1024);
  const followed = await followTests(run, sandbox, { job, onOutput: (chunk) => tail.add(chunk) });
  if (followed.kind === "failed") {
    if (run.signal.aborted) await killJob(sandbox, { graceMs: GRACE_MS });
    return followed;
  }
  return await judgeTests(run, sandbox, { ...options, command, limitMs, end: followed.value, output: tail.text() });
}

/** The tests, after their command has ended. */
interface EndedTests extends TestOptions {
  readonly command: string;
  readonly limitMs: number;
  readonly end: JobEnd;
  /** The last part of the output. */
  readonly output: string;
}

async function judgeTests(run: RunContext, sandbox: Sandbox, tests: EndedTests): Promise<PhaseEnd<void>> {
  const { job, onTest, command, limitMs, end, output } = tests, detail = lastLines(output);
  const left = end.left === 0 ? [] : await leftRunning(sandbox, job) ?? [`${end.left} whose names cannot be read`];
  reportLeft(run, end.timedOut ? left.filter(isNotEnded) : left); // after a time-out they are the tests themselves
  const found = testResult(end, { command, limitMs, left });
  onTest(found);
  const { exit_code: exitCode } = found, isOwn = exitCode !== null && exitCode !== 0;
  const notRun = isOwn ? await whyNotRun(run, sandbox, { command, job, code: exitCode, output }) : undefined;
  const byExitCode = commandEnd(run, end, { limitMs, notRun });
  if (byExitCode.kind === "failed" && end.endedBy !== undefined) return { ...byExitCode, detail };
  const results = await testResults(run, sandbox, { job, wereRun: notRun === undefined }),
    stopped = stoppedBy(run.signal);
  if (stopped !== undefined && run.plan.contract.testResults.length > 0 && !results.complete) return stopped;
  const judged = judge(byExitCode, { ...results, exitCode, notRun });
  onTest({ ...found, results: results.results, evidence: judged.evidence });
  if (judged.end.kind === "passed") return judged.end;
  const failing = reportFailingServices(run, await listContainers(sandbox));
  const services = failing === "" ? "" : `; after them not every service was healthy: ${failing}`;
  const { root, contract: { sync } } = run.plan;
  const hint = judged.end.hint ?? await missingHint(root, { sync, output });
  return { ...judged.end, message: `${judged.end.message}${services}`, detail, hint };
}

/** Whether a process is still running, for example because its environment cannot be read: see job_kill.sh. */
const isNotEnded = (process: string) => process.includes("(not ended");

function reportLeft({ recorder }: RunContext, left: readonly string[]): void {
  const running = left.filter(isNotEnded), ended = left.filter((each) => !isNotEnded(each));
  if (ended.length > 0) {
    recorder.notice("warning", `The tests left processes running, which were ended: ${ended.join(", ")}`);
  }
  if (running.length > 0) {
    recorder.notice("warning", `The tests may have left processes running: ${running.join(", ")}`);
  }
}
