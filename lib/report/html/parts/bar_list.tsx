import type { Child } from "hono/jsx";
import type { Tone } from "./outcome_badge.tsx";

/** A bar of a {@link BarList}. */
export interface Bar {
  readonly label: Child;
  readonly number: number;
  readonly tone: Tone;
}

/** Numbers side by side, as bars from zero up. */
export function BarList({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const most = Math.max(1, ...bars.map(({ number }) => number));
  return (
    <ul class="bars" aria-label={label}>
      {bars.map((bar) => (
        <li>
          <span>{bar.label}</span>
          <span class={`bar tone-${bar.tone}`} style={`width:${percent(bar.number / most)}`} aria-hidden="true" />
          <span>{bar.number}</span>
        </li>
      ))}
    </ul>
  );
}

/** A share of 1 as CSS has it, within 0 and 100 %. */
export function percent(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
}
