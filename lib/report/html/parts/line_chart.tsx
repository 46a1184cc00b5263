import { time } from "../../../result/words.ts";
import { look } from "./outcome_badge.tsx";
import { type RunPoint, runTitle } from "./run_strip.tsx";
import { dateWords } from "./when.tsx";

const WIDTH = 720, HEIGHT = 220;
const LEFT = 76, RIGHT = 12, TOP = 12, BOTTOM = 28;

/**
 * The durations of runs, oldest first, as a line chart that starts at zero. Each dot has the colour of its outcome and a
 * tooltip; runs that did not pass also have the mark of their outcome.
 */
export function LineChart({ runs, title }: { readonly runs: readonly RunPoint[]; readonly title: string }) {
  const [first] = runs, last = runs.at(-1);
  if (first === undefined || last === undefined) return <p>No runs yet</p>;
  const top = Math.max(1, ...runs.map(({ duration_ms }) => duration_ms));
  const x = (index: number) => LEFT + (WIDTH - LEFT - RIGHT) * (runs.length === 1 ? 0.5 : index / (runs.length - 1));
  const y = (ms: number) => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (ms / top);
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="chart-title chart-desc">
      <title id="chart-title">{title}</title>
      <desc id="chart-desc">{description(runs)}</desc>
      {[0, top / 2, top].map((ms) => (
        <>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={round(y(ms))} y2={round(y(ms))} />
          <text x={LEFT - 8} y={round(y(ms)) + 4} text-anchor="end">{time(ms)}</text>
        </>
      ))}
      <text x={LEFT} y={HEIGHT - 6}>{dateWords(first.started_at)}</text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">{dateWords(last.started_at)}</text>
      <polyline
        class="curve"
        points={runs.map((run, at) => `${round(x(at))},${round(y(run.duration_ms))}`).join(" ")}
      />
      {runs.map((run, at) => (
        <g class={`tone-${look(run.outcome).tone}`}>
          <title>{runTitle(run)}</title>
          <circle class="dot" cx={round(x(at))} cy={round(y(run.duration_ms))} r={4.5} />
          {run.outcome !== "passed" && (
            <text class="mark" x={round(x(at))} y={round(y(run.duration_ms)) + 20} text-anchor="middle">
              {look(run.outcome).mark}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function description(runs: readonly RunPoint[]): string {
  const all = runs.map(({ duration_ms }) => duration_ms);
  const last = all.at(-1) ?? 0;
  return `${runs.length} runs, from ${time(Math.min(...all))} to ${time(Math.max(...all))}; the last took ${
    time(last)
  }`;
}

const round = (value: number) => Math.round(value * 10) / 10;
