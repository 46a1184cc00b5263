import type { Child } from "hono/jsx";
import type { Tone } from "./outcome_badge.tsx";

interface Bar {
  readonly label: Child;
  readonly number: number;
  readonly tone: Tone;
}

/** Numbers as horizontal bars that start at zero. */
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

/** Returns a share of 1 as a CSS percentage, limited to 0 to 100 %. */
export function percent(share: number): string {
  return `${Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10}%`;
}
