import type { Outcome } from "../../../result/outcome.ts";
import type { PhaseResult } from "../../../result/result.ts";

/** How something ended, as a colour: well, badly, in between, or not at all. */
export type Tone = "good" | "bad" | "warn" | "quiet";

/** How an outcome looks: colour alone says nothing to many people, and nothing in print. */
export interface Look {
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

/** Colour and mark of an outcome, also of one that this version does not know. */
export function look(outcome: string): Look {
  return Object.hasOwn(LOOKS, outcome) ? LOOKS[outcome as Outcome] : { tone: "bad", mark: "?" };
}

/** The outcomes that are shown in one of these colours. */
export function outcomesIn(...tones: readonly Tone[]): readonly string[] {
  return Object.entries(LOOKS).flatMap(([outcome, { tone }]) => tones.includes(tone) ? [outcome] : []);
}

/** The colour of a phase by its end. */
export const PHASE_TONES: Readonly<Record<PhaseResult["status"], Tone>> = {
  passed: "good",
  failed: "bad",
  skipped: "quiet",
};

/** A word with its mark on its colour. */
export function Badge({ tone, mark, word }: { readonly tone: Tone; readonly mark: string; readonly word: string }) {
  return (
    <span class={`badge tone-${tone}`}>
      <span aria-hidden="true">{mark}</span> {word}
    </span>
  );
}

/** How a run ended, with its mark on its colour. */
export function OutcomeBadge({ outcome }: { readonly outcome: string }) {
  return <Badge {...look(outcome)} word={outcome} />;
}
