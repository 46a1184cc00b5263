import type { Outcome } from "../../../result/outcome.ts";
import type { PhaseResult } from "../../../result/result.ts";

/** The colour class of an outcome: success, failure, warning, or neither. */
export type Tone = "good" | "bad" | "warn" | "quiet";

/** The look of an outcome. The mark makes it recognizable without colour, for colour-blind readers and in print. */
interface Look {
  readonly tone: Tone;
  readonly mark: string;
}

const LOOKS: Readonly<Record<Outcome, Look>> = {
  passed: { tone: "good", mark: "✓" },
  failed: { tone: "bad", mark: "✗" },
  unhealthy: { tone: "bad", mark: "♥" },
  "timed-out": { tone: "bad", mark: "◷" },
  "no-tests": { tone: "bad", mark: "∅" },
  leaked: { tone: "bad", mark: "≈" },
  internal: { tone: "bad", mark: "‼" },
  invalid: { tone: "bad", mark: "?" },
  infra: { tone: "bad", mark: "⚡" },
  busy: { tone: "warn", mark: "=" },
  undelivered: { tone: "good", mark: "↑" },
  cancelled: { tone: "quiet", mark: "–" },
};

const LOOK_BY_NAME: ReadonlyMap<string, Look> = new Map(Object.entries(LOOKS));

/** Returns the look of an outcome. An unknown one, of another version of the tool, looks like a failure. */
export function look(outcome: string): Look {
  return LOOK_BY_NAME.get(outcome) ?? { tone: "bad", mark: "?" };
}

/** Returns the outcomes with one of these tones. */
export function outcomesIn(...tones: readonly Tone[]): readonly string[] {
  return [...LOOK_BY_NAME].flatMap(([outcome, { tone }]) => tones.includes(tone) ? [outcome] : []);
}

/** The tone of a phase, by its status. */
export const PHASE_TONES: Readonly<Record<PhaseResult["status"], Tone>> = {
  passed: "good",
  failed: "bad",
  skipped: "quiet",
};

/** A word and its mark on a coloured background. */
export function Badge({ tone, mark, word }: { readonly tone: Tone; readonly mark: string; readonly word: string }) {
  return (
    <span class={`badge tone-${tone}`}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  );
}

/** The outcome of a run as a badge. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  return <Badge {...look(outcome)} word={outcome} />;
}
