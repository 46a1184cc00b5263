import type { CheckAnswer, Event, Report } from "../result/event.ts";
import { type Failure, failure, type PhaseEnd, type PhaseName } from "../result/phase.ts";
import type { PhaseResult, ResultProblem } from "../result/result.ts";

/** A failure, and the phase in which it happened. */
export interface RecordedFailure extends Failure {
  readonly phase: PhaseName;
}

/** Reports the events of a run, and records its phases and failures for the result, in order. */
export class Recorder {
  readonly phases: PhaseResult[] = [];
  readonly failures: RecordedFailure[] = [];
  readonly #send: Report;
  readonly #now: () => number;
  #attempts = 1;
  #phase: PhaseName = "sync";
  #isReportBroken = false;

  constructor(report: Report, now: () => number) {
    this.#send = report;
    this.#now = now;
  }

  /** Returns the current time: ISO 8601, UTC. */
  at(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Runs one phase; returns the value that it passed on, or undefined when it failed. An exception is recorded as an internal error. */
  async phase<T>(name: PhaseName, run: () => Promise<PhaseEnd<T>>): Promise<T | undefined> {
    const startMs = this.#now(), started_at = this.at();
    this.#attempts = 1;
    this.#phase = name;
    this.#report({ kind: "phase-started", at: started_at, phase: name });
    const end = await run().catch(internalError);
    const ms = Math.max(0, Math.round(this.#now() - startMs));
    this.phases.push({ name, status: end.kind, started_at, ms, attempts: this.#attempts });
    if (end.kind === "failed") this.failures.push({ ...end, phase: name });
    const message = end.kind === "failed" ? { message: end.message } : {};
    this.#report({ kind: "phase-ended", at: this.at(), phase: name, status: end.kind, ms, ...message });
    return end.kind === "passed" ? end.value : undefined;
  }

  /** Records that a phase was skipped. */
  skip(name: PhaseName): void {
    this.phases.push({ name, status: "skipped", started_at: null, ms: 0, attempts: 1 });
    this.#report({ kind: "phase-ended", at: this.at(), phase: name, status: "skipped", ms: 0 });
  }

  /** Whether a phase was started. */
  hasStarted(name: PhaseName): boolean {
    return this.phases.some((phase) => phase.name === name && phase.status !== "skipped");
  }

  /** Records a failure that is not the end of a phase, and reports it. */
  fail(failure: Failure): void {
    this.failures.push({ ...failure, phase: this.#phase });
    this.notice("warning", failure.message);
  }

  /** Counts another attempt of the current phase, and reports why. */
  retry(why: string): void {
    this.#attempts++;
    this.notice("warning", why);
  }

  /** Reports output of a program. */
  output(text: string): void {
    if (text !== "") this.#report({ kind: "output", at: this.at(), phase: this.#phase, text });
  }

  /** Returns a function that reports output of a program, which it takes as bytes. */
  outputSink(): (chunk: Uint8Array) => void {
    const decoder = new TextDecoder();
    return (chunk) => this.output(decoder.decode(chunk, { stream: true }));
  }

  /** Reports a message to the user that is not a failure. */
  notice(level: "info" | "warning", text: string): void {
    this.#report({ kind: "notice", at: this.at(), level, text });
  }

  /** Reports an answer of a health check. */
  check(answer: CheckAnswer): void {
    this.#report({ kind: "check", at: this.at(), ...answer });
  }

  /** Reports an event. An exception of the report must not keep the run from its clean-up: the first one is recorded. */
  #report(event: Event): void {
    try {
      this.#send(event);
    } catch (error) {
      if (!this.#isReportBroken) this.failures.push({ ...internalError(error), phase: this.#phase });
      this.#isReportBroken = true;
    }
  }
}

/** Converts a failure to the form of `result.json`. */
export function toProblem({ phase, outcome, message, detail, hint }: RecordedFailure): ResultProblem {
  return { phase, outcome, message, detail: [...(detail ?? [])], hint: hint ?? null };
}

function internalError(error: unknown): Failure {
  const detail = error instanceof Error ? (error.stack ?? error.message).split("\n") : [String(error)];
  return failure("internal", `Internal error: ${detail[0]}`, {
    detail,
    hint: "this is a bug of the tool: please report it with these lines",
  });
}
