import type { Sandbox } from "../../sandbox/sandbox.ts";
import { bring, type Brought } from "../collect/fetch_files.ts";
import { repositoryDir } from "../environment.ts";
import { type Junit, type JunitSuite, readJunit } from "../../result/junit.ts";
import type { TestResults } from "../../result/result.ts";
import { lookHint, type RunContext } from "../run_context.ts";
import { summary } from "../../result/summary.ts";

/** What the contract's `test_results` show of a run. */
export interface Shown {
  /** Null when no file could be read. */
  readonly results: TestResults | null;
  /** No file is missing of which it is known that it holds results. */
  readonly complete: boolean;
  /** What could not be looked at, and may hold results, with what to do. */
  readonly unread?: { readonly what: string; readonly hint: string } | undefined;
}

/** Below the run's directory: it takes the files. */
const RESULTS_INTO = "artifacts";
const MAX_BYTES = 50_000_000, MAX_FILE_BYTES = 20_000_000, TIMEOUT_MS = 30_000, MAX_NOTICES = 5;
const NOTHING: Shown = { results: null, complete: false };

/** Brings and reads the files of `test_results` that the tests of `job` have written. What is missing or cannot be read is a notice. */
export async function testResults(run: RunContext, sandbox: Sandbox, job: string): Promise<Shown> {
  const globs = run.plan.contract.testResults;
  if (globs.length === 0) return NOTHING;
  const { files, cut, complaint } = await bringResults(run, sandbox, job);
  const read = await Promise.all(files.map(async ({ path, bytes }) => ({
    file: path.slice(RESULTS_INTO.length + 1),
    junit: bytes > MAX_FILE_BYTES ? TOO_LARGE : await readFile(`${run.plan.collectInto}/${path}`),
  })));
  const missing = [
    ...cut,
    ...(complaint === undefined ? [] : [complaint]),
    ...read.flatMap(({ file, junit }) => junit.kind === "broken" ? [`${file} cannot be read: ${junit.why}`] : []),
  ];
  const others = read.flatMap(({ file, junit }) => junit.kind === "other" ? [`${file} is no JUnit XML`] : []);
  const none = files.length + missing.length === 0
    ? [`no file matches that these tests wrote: ${globs.join(", ")}`]
    : [];
  for (const text of [...none, ...missing, ...others].slice(0, MAX_NOTICES)) {
    run.recorder.notice("warning", `test_results: ${text}`);
  }
  const good = read.flatMap(({ file, junit }) => junit.kind === "junit" ? [{ file, suites: junit.suites }] : []);
  return {
    results: good.length === 0 ? null : summary(good),
    complete: missing.length === 0,
    unread: complaint === undefined ? undefined : { what: complaint, hint: lookHint(run) },
  };
}

function bringResults(run: RunContext, sandbox: Sandbox, job: string): Promise<Brought> {
  const globs = run.plan.contract.testResults, start = `${sandbox.dir}/${job}/started`;
  const source = { sandbox, from: repositoryDir(sandbox), globs, into: RESULTS_INTO, since: start };
  return bring(run, source, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, signal: run.signal });
}

const TOO_LARGE: Junit = { kind: "broken", why: `it has more than ${MAX_FILE_BYTES} bytes` };

async function readFile(path: string): Promise<Junit> {
  try {
    return await readJunit(await Deno.readTextFile(path));
  } catch (error) {
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The suites of the files that a result names, from below the run's directory `path`; without those that are there no more. */
export async function storedSuites(results: TestResults, path: string): Promise<readonly JunitSuite[]> {
  const read = await Promise.all(results.files.map((file) => readFile(`${path}/${RESULTS_INTO}/${file}`)));
  return read.flatMap((junit) => junit.kind === "junit" ? junit.suites : []);
}
