import { join } from "node:path";
import type { Result } from "../../lib/result/result.ts";
import type { World } from "../../tests/e2e/fixture.ts";
import type { Crowd, Loops, Memory, Sample } from "./figures.ts";
import { shortId } from "../../lib/result/identity.ts";

const TOOLKIT = join(import.meta.dirname ?? "", "../..");
const BY_HAND = join(import.meta.dirname ?? "", "by_hand.sh");

/** A place where the tool and the script are measured. */
export interface Place {
  readonly world: World;
  readonly host: string;
  readonly repository: string;
  /** The port that the repository's stack uses on this machine or on the lab host. */
  readonly port: number;
}

/** A program that has ended; times in milliseconds since 1970. */
interface Ran {
  readonly fromMs: number;
  readonly toMs: number;
  readonly code: number;
  readonly output: string;
}

/** Runs the tool once, as a user does. Throws when the run did not pass. */
export async function runTool({ world, host, repository }: Place): Promise<Sample> {
  const ran = await spawn(world, ["deno", "task", "e2e", "run", repository, "--host", host]);
  const result = (await world.results()).at(-1);
  if (ran.code !== 0 || result === undefined) throw new Error(`the tool ended with ${ran.code}:\n${ran.output}`);
  return {
    totalMs: ran.toMs - ran.fromMs,
    gapMs: gapOf(await Deno.readTextFile(join(world.state, "e2e", "runs", result.run_id, "output.log"))),
    steps: toolSteps(ran, result),
    ...(result.sent === null ? {} : { sentBytes: result.sent.bytes }),
  };
}

/** Returns the phases, the time before them (start, connection, sweep), and the time after them (result, end). */
function toolSteps(ran: Ran, result: Result): Readonly<Record<string, number>> {
  const startedMs = Date.parse(result.started_at), endedMs = Date.parse(result.ended_at);
  const phases = Object.fromEntries(result.phases.map(({ name, ms }) => [name, ms]));
  return { "start, connect": startedMs - ran.fromMs, ...phases, "end": ran.toMs - endedMs };
}

/** Runs the script once. Throws when its tests did not pass. */
export async function runScript({ world, host, repository, port }: Place): Promise<Sample> {
  const ran = await spawn(world, ["sh", BY_HAND, host, repository, `${port}`]);
  if (ran.code !== 0) throw new Error(`the script ended with ${ran.code}:\n${ran.output}`);
  const marks = [...ran.output.matchAll(/^mark (\w+) (\d+)$/gm)].map(([, name = "", at]) => ({ name, at: Number(at) }));
  const steps = marks.slice(1).map(({ name, at }, n) => [
    name === "connect" ? "start, connect" : name,
    at - (n === 0 ? ran.fromMs : marks[n]?.at ?? NaN),
  ]);
  return {
    totalMs: ran.toMs - ran.fromMs,
    gapMs: gapOf(ran.output),
    steps: { ...Object.fromEntries(steps), end: ran.toMs - (marks.at(-1)?.at ?? NaN) },
  };
}

/** Runs one repository many times at once. */
export async function runCrowd({ world, host, repository }: Place, count: number): Promise<Crowd> {
  const before = (await world.results()).length;
  const many = Array.from({ length: count }, () => repository);
  const ran = await spawn(world, ["deno", "task", "e2e", "run", ...many, "--host", host, "--jobs", `${count}`]);
  const results = (await world.results()).slice(before);
  const outcomes: Record<string, number> = { passed: 0, busy: 0 };
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const times = results.map(({ duration_ms }) => duration_ms).sort((a, b) => a - b);
  return { outcomes, totalMs: ran.toMs - ran.fromMs, oneMs: times[Math.floor(times.length / 2)] ?? NaN };
}

/** Runs the tool with a test that prints `bytes`, and returns the peak memory of its process. */
export async function measureMemory({ world, host, repository }: Place, bytes: number): Promise<Memory> {
  const tool = ["run", "-A", "--v8-flags=--max-semi-space-size=4", "cli.ts"];
  const args = [...tool, "run", repository, "--quiet", "--host", host, "--", "flood", `${bytes}`];
  let peakBytes = 0;
  const ran = await spawn(world, ["deno", ...args], (pid) => peakBytes = Math.max(peakBytes, peakOf(pid)));
  if (ran.code !== 0) throw new Error(`the tool ended with ${ran.code}:\n${ran.output.slice(-5_000)}`);
  return { peakBytes, bytes, totalMs: ran.toMs - ran.fromMs };
}

/** Measures `doctor`, and `retest` in a kept sandbox without the time of its tests, over a shared connection. */
export async function measureLoops({ world, host, repository }: Place, count: number): Promise<Loops> {
  const e2e = async (...args: readonly string[]) => {
    const ran = await spawn(world, ["deno", "task", "e2e", ...args, "--host", host]);
    if (ran.code !== 0) throw new Error(`${args[0]} ended with ${ran.code}:\n${ran.output}`);
    return ran;
  };
  await e2e("run", repository, "--keep");
  const id = shortId((await world.results()).at(-1)?.run_id ?? "");
  const doctorMs: number[] = [], retestMs: number[] = [];
  for (let nth = 0; nth < count; nth++) {
    const doctor = await e2e("doctor");
    doctorMs.push(doctor.toMs - doctor.fromMs);
    const retest = await e2e("retest", id, "--json");
    const last = retest.output.split("\n").find((line) => line.startsWith('{"kind":"run-ended"'));
    const result: Result = JSON.parse(last ?? "").result;
    retestMs.push(retest.toMs - retest.fromMs - (result.test?.ms ?? NaN));
  }
  await e2e("down", id);
  return { doctorMs, retestMs };
}

/** Returns the peak memory of a process so far. Source: proc(5), VmHWM. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // the process has ended
  }
}

async function spawn(world: World, argv: readonly string[], look?: (pid: number) => void): Promise<Ran> {
  const [program = "", ...args] = argv;
  const fromMs = Date.now();
  const options = { args, cwd: TOOLKIT, env: world.env, stdin: "null", stdout: "piped", stderr: "piped" } as const;
  const child = new Deno.Command(program, options).spawn();
  const looker = look === undefined ? undefined : setInterval(() => look(child.pid), 50);
  let toMs = NaN;
  void child.status.then(() => toMs = Date.now());
  const { code, stdout, stderr } = await child.output();
  clearInterval(looker);
  const decode = (part: Uint8Array) => new TextDecoder().decode(part);
  return { fromMs, toMs, code, output: decode(stdout) + decode(stderr) };
}

function gapOf(output: string): number {
  return Number(/gap_ms=(-?\d+)/.exec(output)?.[1] ?? NaN);
}
