import { constants } from "node:os";
import { Capture } from "../../host/capture.ts";
import { quoteArgv } from "../../host/quote.ts";
import { listContainers } from "../../sandbox/containers.ts";
import { followJob, type JobEnd, killJob, leftRunning, startJob } from "../../sandbox/job.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { reportFailingServices } from "../failing_services.ts";
import { judge } from "./judge.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { TestResult } from "../../result/result.ts";
import { hostFailure, lastLines, type RunContext } from "../run_context.ts";
import { sleep } from "../sleep.ts";
import { stopFailure, stopOf } from "../../result/stop_reason.ts";
import { testResults } from "./test_results.ts";

/** Between TERM and KILL, for the test's processes. */
const GRACE_MS = 10_000;
const BACKOFF_MS = [250, 500, 1_000, 2_000, 5_000];

/**
 * Runs the test command as a detached job and follows it: the verdict comes from the file that its supervisor writes on the
 * host, and from the results that the contract declares.
 */
export async function test(
  run: RunContext,
  sandbox: Sandbox,
  { job, onTest }: { readonly job: string; readonly onTest: (test: TestResult) => void },
): Promise<PhaseEnd<void>> {
  const { contract, testArgs } = run.plan;
  const command = [contract.testCommand, ...(testArgs.length === 0 ? [] : [quoteArgv(testArgs)])].join(" ");
  const limitMs = Math.max(1_000, Math.min(contract.timeoutMs, run.deadlineMs - run.now()));
  const started = await startJob(sandbox, { job, command, limitMs, graceMs: GRACE_MS });
  if (started.code !== 0) return hostFailure(run, started, "Starting the tests");

  const tail = new Capture(16 * 1024);
  const withLines = (end: PhaseEnd<void>) => end.kind === "failed" ? { ...end, detail: lastLines(tail.text()) } : end;
  const followed = await follow(run, sandbox, { job, keep: (chunk) => tail.add(chunk) });
  if (followed.kind === "failed") {
    if (run.signal.aborted) await killJob(sandbox, { graceMs: GRACE_MS });
    return followed;
  }
  const end = followed.value;
  const left = end.left === 0 ? [] : await leftRunning(sandbox, job) ?? [`${end.left} whose names cannot be read`];
  tellLeft(run, end.timedOut ? left.filter(isNotEnded) : left); // at the limit it is the tests themselves
  const found = testResult(end, { command, limitMs, left });
  onTest(found);
  const byExitCode = verdict(run, end, limitMs);
  if (end.endedBy !== undefined) return withLines(byExitCode);
  const shown = await testResults(run, sandbox, job), stop = stopOf(run.signal);
  if (stop !== undefined && contract.testResults.length > 0 && !shown.complete) return stopFailure(stop);
  const judged = judge(byExitCode, { ...shown, exitCode: found.exit_code });
  onTest({ ...found, results: shown.results, evidence: judged.evidence });
  if (judged.end.kind === "passed") return judged.end;
  const guilty = reportFailingServices(run, await listContainers(sandbox));
  const services = guilty === "" ? "" : `; after them not every service was well: ${guilty}`;
  return withLines({ ...judged.end, message: `${judged.end.message}${services}` });
}

/** Such as a process that keeps its environment to itself: see job_kill.sh. */
const isNotEnded = (process: string) => process.includes("(not ended");

function tellLeft({ recorder }: RunContext, left: readonly string[]): void {
  const going = left.filter(isNotEnded), ended = left.filter((each) => !isNotEnded(each));
  if (ended.length > 0) {
    recorder.notice("warning", `The tests left processes running, which were ended: ${ended.join(", ")}`);
  }
  if (going.length > 0) recorder.notice("warning", `The tests may have left processes running: ${going.join(", ")}`);
}

/** Follows the job to its end; after a broken connection it goes on at its byte count. */
async function follow(
  run: RunContext,
  sandbox: Sandbox,
  { job, keep }: { readonly job: string; readonly keep: (chunk: Uint8Array) => void },
): Promise<PhaseEnd<JobEnd>> {
  const show = run.recorder.outputSink();
  let offset = 0;
  const onOutput = (chunk: Uint8Array) => {
    offset += chunk.length;
    keep(chunk);
    show(chunk);
  };
  for (let tries = 0;; tries++) {
    const before = offset;
    const followed = await followJob(sandbox, { job, offset, onOutput, signal: run.signal });
    if (followed.kind === "ended" && (followed.end.bytes <= offset || followed.end.endedBy !== undefined)) {
      return passed(followed.end);
    }
    if (followed.kind === "lost") {
      return failure("infra", `The tests' supervisor on ${run.transport.name} died: there is no verdict`);
    }
    const stop = stopOf(run.signal);
    if (stop !== undefined) return stopFailure(stop);
    if (offset > before) tries = 0;
    const pause = BACKOFF_MS[tries];
    if (pause === undefined) {
      return followed.kind === "broken"
        ? hostFailure(run, followed.result, "Following the tests")
        : failure("infra", `The tests' output on ${run.transport.name} cannot be read to its end`);
    }
    run.recorder.retry(`lost sight of the tests, looking again in ${pause} ms`);
    await sleep(pause, run.signal);
  }
}

function testResult(
  end: JobEnd,
  more: { readonly command: string; readonly limitMs: number; readonly left: readonly string[] },
): TestResult {
  return {
    command: more.command,
    exit_code: end.endedBy === undefined && !end.timedOut ? end.code : null,
    signal: signalName(end.code) ?? null,
    timed_out: end.timedOut,
    limit_ms: Math.round(more.limitMs),
    ms: end.tookMs,
    output_bytes: end.bytes,
    left_running: [...more.left],
    evidence: "exit-code",
    results: null,
  };
}

/** The signal that an exit code of a shell stands for: 137 is SIGKILL. */
function signalName(code: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === code - 128)?.[0];
}

/** What the job's end says about the repository. Source: POSIX sh, 2.8.2, for 126 and 127. */
function verdict(run: RunContext, end: JobEnd, limitMs: number): PhaseEnd<void> {
  const command = run.plan.contract.testCommand;
  if (end.endedBy !== undefined) {
    const who = end.endedBy === "lease" ? "the host, because the lease ran out" : "somebody who took the sandbox down";
    return failure("infra", `The tests were ended by ${who}: there is no verdict`);
  }
  if (end.timedOut) {
    const whole = limitMs < run.plan.contract.timeoutMs;
    return failure(
      "timed-out",
      `The tests did not end within ${whole ? "what was left of run_timeout, " : "their limit of "}${limitMs / 1000} s`,
      {
        hint: `raise ${whole ? "run_timeout" : "timeout"} in e2e/e2e.yml, or find out which test hangs`,
      },
    );
  }
  switch (end.code) {
    case 0:
      return passed(undefined);
    case 126:
      return failure("no-tests", `The test command cannot be executed (exit code 126): ${command}`, {
        hint: "chmod +x, and check its first line",
      });
    case 127:
      return failure("no-tests", `The test command was not found (exit code 127): ${command}`, {
        hint: `install it for the user on ${run.transport.name}, where a login shell finds it, or edit test_command`,
      });
    default: {
      const signal = signalName(end.code);
      return failure(
        "failed",
        `The tests failed with exit code ${end.code}${signal === undefined ? "" : ` (${signal})`}`,
      );
    }
  }
}
