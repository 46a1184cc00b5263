/** The times of one run of the tool or of the script, in milliseconds. */
export interface Sample {
  /** From the start of the program to its end. */
  readonly totalMs: number;
  /** From the first possible answer of the service to the start of the test. */
  readonly gapMs: number;
  /** The steps by name, in order. Their sum is the total. */
  readonly steps: Readonly<Record<string, number>>;
  /** How much the tool sent to the host. */
  readonly sentBytes?: number;
}

/** The runs of both on one host. The first run of each is cold. */
export interface Race {
  readonly place: string;
  readonly tool: readonly Sample[];
  readonly script: readonly Sample[];
}

/** Many sandboxes at once: how many runs ended with which outcome, and the times. */
export interface Crowd {
  readonly outcomes: Readonly<Record<string, number>>;
  readonly totalMs: number;
  /** The median duration of one of the runs. */
  readonly oneMs: number;
}

/** The peak memory of the tool during a run whose test printed `bytes`. */
export interface Memory {
  readonly peakBytes: number;
  readonly bytes: number;
  readonly totalMs: number;
}

/** The times of frequent commands by ssh; that of `retest` is without the tests. */
export interface Loops {
  readonly doctorMs: readonly number[];
  readonly retestMs: readonly number[];
}

/** All measurements. */
interface Figures {
  readonly races: readonly Race[];
  readonly loops: Loops;
  readonly crowd: Crowd | undefined;
  readonly memory: Memory | undefined;
}

/** The aims for the time of the tool, as a multiple of that of the script, by place. */
const RATIO_AIMS: Readonly<Record<string, number>> = { local: 1.25, ssh: 1 };
const GAP_AIM_MS = 100, SENT_AIM_BYTES = 12_000, MEMORY_AIM_BYTES = 150e6, LOOP_AIM_MS = 2_000;

/** Returns the median of numbers; NaN without numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[Math.floor(index)] ?? NaN;
  return (at((sorted.length - 1) / 2) + at(sorted.length / 2)) / 2;
}

/** Returns the figures as Markdown tables: first those with aims, then the times of the steps. */
export function markdown(figures: Figures): string {
  return [
    table(["what", "tool", "by hand", "figure", "aim", ""], aimed(figures)),
    ...figures.races.map(steps),
    figures.crowd === undefined ? "" : crowd(figures.crowd),
  ].filter((part) => part !== "").join("\n");
}

function aimed({ races, loops, memory }: Figures): readonly (readonly string[])[] {
  return [
    ...races.map(whole),
    ...races.map(({ place, tool, script }) => {
      const gap = median(warm(tool).map(({ gapMs }) => gapMs));
      const other = median(warm(script).map(({ gapMs }) => gapMs));
      return row(`${place}: port answers → test starts`, [ms(gap), ms(other), ms(gap)], {
        aim: ms(GAP_AIM_MS),
        met: gap <= GAP_AIM_MS,
      });
    }),
    ...races.map(({ place, tool }) => {
      const bytes = tool[1]?.sentBytes ?? NaN;
      return row(`${place}: sent by the second sync`, [kb(bytes), "", kb(bytes)], {
        aim: kb(SENT_AIM_BYTES),
        met: bytes <= SENT_AIM_BYTES,
      });
    }),
    loop("ssh: doctor", loops.doctorMs),
    loop("ssh: retest besides the tests", loops.retestMs),
    ...(memory === undefined ? [] : [
      row(`peak memory, ${memory.bytes / 1e9} GB of output (${seconds(memory.totalMs)})`, [
        mb(memory.peakBytes),
        "",
        mb(memory.peakBytes),
      ], { aim: mb(MEMORY_AIM_BYTES), met: memory.peakBytes <= MEMORY_AIM_BYTES }),
    ]),
  ];
}

function loop(what: string, times: readonly number[]): readonly string[] {
  const took = seconds(median(times));
  return row(what, [took, "", took], { aim: seconds(LOOP_AIM_MS), met: median(times) <= LOOP_AIM_MS });
}

function whole({ place, tool, script }: Race): readonly string[] {
  const of = (samples: readonly Sample[]) => median(warm(samples).map(({ totalMs }) => totalMs));
  const ratio = of(tool) / of(script), aim = RATIO_AIMS[place] ?? 1;
  return row(`${place}: a whole run, median of ${warm(tool).length}`, [
    seconds(of(tool)),
    seconds(of(script)),
    `${ratio.toFixed(2)}x`,
  ], { aim: `${aim}x`, met: ratio <= aim });
}

const row = (
  what: string,
  cells: readonly string[],
  { aim, met }: { readonly aim: string; readonly met: boolean },
) => [what, ...cells, aim, met ? "met" : "missed"];

/** Returns the medians of the steps, and the times of the first run. */
function steps({ place, tool, script }: Race): string {
  const names = [...new Set([...tool, ...script].flatMap((sample) => Object.keys(sample.steps)))];
  const rows = ["total", ...names].map((name) => {
    const of = (samples: readonly Sample[]) => samples.map((s) => name === "total" ? s.totalMs : s.steps[name] ?? NaN);
    const cell = (value: number | undefined) => value === undefined || Number.isNaN(value) ? "" : ms(value);
    const both = [of(tool), of(script)];
    return [name, ...both.map((all) => cell(median(warm(all)))), ...both.map((all) => cell(all[0]))];
  });
  return table([place, "tool", "by hand", "tool, first", "by hand, first"], rows);
}

function crowd({ outcomes, totalMs, oneMs }: Crowd): string {
  const names = Object.keys(outcomes);
  return table(["at once", ...names, "all", "median of one"], [[
    `${Object.values(outcomes).reduce((sum, count) => sum + count, 0)}`,
    ...names.map((name) => `${outcomes[name]}`),
    seconds(totalMs),
    seconds(oneMs),
  ]]);
}

const warm = <T>(samples: readonly T[]) => samples.slice(1);
const ms = (value: number) => `${Math.round(value)} ms`;
const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("");
}
