import type { CheckStatus, Report } from "../result/event.ts";
import type { Failure, PhaseEnd, PhaseName } from "../result/phase.ts";
import type { PhaseResult, ResultProblem } from "../result/result.ts";

/** One thing that went wrong, and in which phase. */
export interface RecordedFailure extends Failure {
  readonly phase: PhaseName;
}

/** Tells reporters what happens, and remembers what the result needs: the phases and the failures, in order. */
export class Recorder {
  readonly phases: PhaseResult[] = [];
  readonly failures: RecordedFailure[] = [];
  readonly #report: Report;
  readonly #now: () => number;
  #attempts = 1;
  #phase: PhaseName = "sync";

  constructor(report: Report, now: () => number) {
    this.#report = report;
    this.#now = now;
  }

  /** The time now: ISO 8601, UTC. */
  at(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Runs one phase; gives what it passed on, or undefined when it failed. What it throws is a bug, and not caught here. */
  async phase<T>(name: PhaseName, run: () => Promise<PhaseEnd<T>>): Promise<T | undefined> {
    const startMs = this.#now(), started_at = this.at();
    this.#attempts = 1;
    this.#phase = name;
    this.#report({ kind: "phase-started", at: started_at, phase: name });
    const end = await run();
    const ms = Math.max(0, Math.round(this.#now() - startMs));
    this.phases.push({ name, status: end.kind, started_at, ms, attempts: this.#attempts });
    if (end.kind === "failed") this.failures.push({ ...end, phase: name });
    const message = end.kind === "failed" ? { message: end.message } : {};
    this.#report({ kind: "phase-ended", at: this.at(), phase: name, status: end.kind, ms, ...message });
    return end.kind === "passed" ? end.value : undefined;
  }

  /** Notes that a phase was not run. */
  skip(name: PhaseName): void {
    this.phases.push({ name, status: "skipped", started_at: null, ms: 0, attempts: 1 });
    this.#report({ kind: "phase-ended", at: this.at(), phase: name, status: "skipped", ms: 0 });
  }

  /** Notes something that went wrong beside the phase's own end; it decides nothing unless it is the first. */
  secondary(failure: Failure): void {
    this.failures.push({ ...failure, phase: this.#phase });
    this.notice("warning", failure.message);
  }

  /** Counts another try of the current phase, and says why. */
  retry(why: string): void {
    this.#attempts++;
    this.notice("warning", why);
  }

  /** A program's output, as it came. */
  output(text: string): void {
    if (text !== "") this.#report({ kind: "output", at: this.at(), phase: this.#phase, text });
  }

  /** A function that takes a program's output as bytes. */
  outputSink(): (chunk: Uint8Array) => void {
    const decoder = new TextDecoder();
    return (chunk) => this.output(decoder.decode(chunk, { stream: true }));
  }

  /** Something that people should know. */
  notice(level: "info" | "warning", text: string): void {
    this.#report({ kind: "notice", at: this.at(), level, text });
  }

  /** An answer of a health check. */
  check(answer: { name: string; status: CheckStatus; answer: string; attempts: number; ms: number }): void {
    this.#report({ kind: "check", at: this.at(), ...answer });
  }
}

/** A failure as `result.json` holds it. */
export function toProblem({ phase, outcome, message, detail, hint }: RecordedFailure): ResultProblem {
  return { phase, outcome, message, detail: [...(detail ?? [])], hint: hint ?? null };
}
