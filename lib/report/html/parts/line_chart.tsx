import { time } from "../../../result/words.ts";
import { look } from "./outcome_badge.tsx";
import { type RunPoint, runTitle } from "./run_strip.tsx";
import { dateWords } from "./when.tsx";

const WIDTH = 720, HEIGHT = 220;
const LEFT = 76, RIGHT = 12, TOP = 12, BOTTOM = 28;

/** A point of the chart in SVG units. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The durations of runs, oldest first, as a line chart that starts at zero. Each dot has the colour of its outcome and a
 * tooltip; runs that did not pass also have the mark of their outcome.
 */
export function LineChart({ runs, title }: { readonly runs: readonly RunPoint[]; readonly title: string }) {
  const [first] = runs, last = runs.at(-1);
  if (first === undefined || last === undefined) return <p>No runs yet</p>;
  const topMs = Math.max(1, ...runs.map(({ duration_ms }) => duration_ms));
  const points = runs.map(({ duration_ms }, index) => ({ x: xOf(index, runs.length), y: yOf(duration_ms, topMs) }));
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby="chart-title chart-desc">
      <title id="chart-title">{title}</title>
      <desc id="chart-desc">{description(runs)}</desc>
      {[0, topMs / 2, topMs].map((ms) => <GridLine ms={ms} y={yOf(ms, topMs)} />)}
      <text x={LEFT} y={HEIGHT - 6}>{dateWords(first.started_at)}</text>
      <text x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">{dateWords(last.started_at)}</text>
      <polyline class="curve" points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {runs.map((run, index) => <Dot run={run} at={points[index] ?? { x: 0, y: 0 }} />)}
    </svg>
  );
}

function xOf(index: number, count: number): number {
  const share = count === 1 ? 0.5 : index / (count - 1);
  return round(LEFT + (WIDTH - LEFT - RIGHT) * share);
}

function yOf(ms: number, topMs: number): number {
  return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (ms / topMs));
}

const round = (value: number) => Math.round(value * 10) / 10;

function GridLine({ ms, y }: { readonly ms: number; readonly y: number }) {
  return (
    <>
      <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y} y2={y} />
      <text x={LEFT - 8} y={y + 4} text-anchor="end">{time(ms)}</text>
    </>
  );
}

function Dot({ run, at }: { readonly run: RunPoint; readonly at: Point }) {
  const { tone, mark } = look(run.outcome);
  return (
    <g class={`tone-${tone}`}>
      <title>{runTitle(run)}</title>
      <circle class="dot" cx={at.x} cy={at.y} r={4.5} />
      {run.outcome !== "passed" && <text class="mark" x={at.x} y={at.y + 20} text-anchor="middle">{mark}</text>}
    </g>
  );
}

function description(runs: readonly RunPoint[]): string {
  const durations = runs.map(({ duration_ms }) => duration_ms);
  const shortest = time(Math.min(...durations)), longest = time(Math.max(...durations));
  return `${runs.length} runs, from ${shortest} to ${longest}; the last took ${time(durations.at(-1) ?? 0)}`;
}
