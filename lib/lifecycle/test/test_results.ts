import type { Sandbox } from "../../sandbox/sandbox.ts";
import { type Fetched, fetchFiles } from "../collect/fetch_files.ts";
import { repositoryDir } from "../environment.ts";
import { decodeXml } from "../../result/decode_xml.ts";
import { type Junit, type JunitSuite, readJunit } from "../../result/junit.ts";
import type { TestResults } from "../../result/result.ts";
import { lookHint, type RunContext } from "../run_context.ts";
import { summary } from "../../result/summary.ts";

/** The content of the files of `test_results`. */
export interface ReadResults {
  /** Null when no file could be read. */
  readonly results: TestResults | null;
  /** No file that contains results is missing. */
  readonly complete: boolean;
  /** What could not be read and may contain results, with a hint. */
  readonly unread?: { readonly what: string; readonly hint: string } | undefined;
}

/** The directory below the run's own that receives the files. */
const RESULTS_INTO = "artifacts";
const MAX_BYTES = 50_000_000, MAX_FILE_BYTES = 20_000_000, TIMEOUT_MS = 30_000, MAX_NOTICES = 5;

/** The tests whose results are read. */
interface Tests {
  readonly job: string;
  /** Whether they were run: else it is clear why no file was written. */
  readonly wereRun: boolean;
}

/** Fetches and reads the files of `test_results` that the tests wrote. Reports missing and unreadable files as notices. */
export async function testResults(run: RunContext, sandbox: Sandbox, { job, wereRun }: Tests): Promise<ReadResults> {
  const globs = run.plan.contract.testResults;
  if (globs.length === 0) return { results: null, complete: false };
  const { files, cut, problem } = await fetchResults(run, sandbox, job);
  const read = await Promise.all(files.map(async ({ path, bytes }) => ({
    file: path.slice(RESULTS_INTO.length + 1),
    junit: bytes > MAX_FILE_BYTES ? TOO_LARGE : await readFile(`${run.plan.collectInto}/${path}`),
  })));
  const missing = [
    ...[...cut, ...(problem === undefined ? [] : [problem])].map((text) => `test_results: ${text}`),
    ...read.flatMap(({ file, junit }) => junit.kind === "broken" ? [`Cannot read ${file}: ${junit.why}`] : []),
  ];
  const others = read.flatMap(({ file, junit }) => junit.kind === "other" ? [`${file} is not JUnit XML`] : []);
  const isNone = wereRun && files.length + missing.length === 0;
  const none = isNone ? [`The tests wrote no file that matches test_results (${globs.join(", ")})`] : [];
  for (const text of [...none, ...missing, ...others].slice(0, MAX_NOTICES)) run.recorder.notice("warning", text);
  const good = read.flatMap(({ file, junit }) => junit.kind === "junit" ? [{ file, suites: junit.suites }] : []);
  return {
    results: good.length === 0 ? null : summary(good),
    complete: missing.length === 0,
    unread: problem === undefined ? undefined : { what: problem, hint: lookHint(run) },
  };
}

function fetchResults(run: RunContext, sandbox: Sandbox, job: string): Promise<Fetched> {
  const globs = run.plan.contract.testResults, since = `${sandbox.dir}/${job}/started`;
  const source = { sandbox, from: repositoryDir(sandbox), globs, into: RESULTS_INTO, since };
  return fetchFiles(run, source, { maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS, signal: run.signal });
}

const TOO_LARGE: Junit = { kind: "broken", why: `it is larger than ${MAX_FILE_BYTES} bytes` };

async function readFile(path: string): Promise<Junit> {
  try {
    return await readJunit(decodeXml(await Deno.readFile(path)));
  } catch (error) {
    return { kind: "broken", why: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads the suites of a result's files from the run's directory `path`. Skips files that do not exist any more. */
export async function storedSuites(results: TestResults, path: string): Promise<readonly JunitSuite[]> {
  const read = await Promise.all(results.files.map((file) => readFile(`${path}/${RESULTS_INTO}/${file}`)));
  return read.flatMap((junit) => junit.kind === "junit" ? junit.suites : []);
}
