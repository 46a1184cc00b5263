import { type Container, listContainers } from "../../sandbox/containers.ts";
import type { Offered } from "../../sandbox/collected.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { list, type Source, take } from "./fetch_files.ts";
import { repositoryDir } from "../environment.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { RunContext } from "../run_context.ts";

const LOG_BYTES = 5_000_000;
const ARTIFACT_BYTES = 50_000_000;

/** What was brought back before the sandbox goes away. */
export interface Collected {
  readonly containers: readonly Container[];
  readonly files: readonly Offered[];
  /** What was left out or shortened, and why. */
  readonly cut: readonly string[];
}

/** Brings back the state of every container, every service's log and the artifacts. A failure here never changes the verdict. */
export async function collect(
  run: RunContext,
  sandbox: Sandbox,
  onCollected: (collected: Collected) => void,
): Promise<PhaseEnd<void>> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), COLLECT_MS);
  try {
    return await collectWithin(run, sandbox, { onCollected, signal: limit.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** What `collect` may take, however much there is. */
const COLLECT_MS = 60_000;

interface CollectOptions {
  readonly onCollected: (collected: Collected) => void;
  readonly signal: AbortSignal;
}

async function collectWithin(run: RunContext, sandbox: Sandbox, options: CollectOptions): Promise<PhaseEnd<void>> {
  const { signal } = options;
  const complaints: string[] = [];
  const collecting = runScript(sandbox, "collect.sh", [sandbox.dir, sandbox.project, `${LOG_BYTES}`], {
    signal,
    timeoutMs: COLLECT_MS / 2,
  });
  const listing = sourcesOf(run, sandbox).map(async (source) => {
    if (source.into === "services") await collecting;
    return { source, listed: await list(run, source, { timeoutMs: COLLECT_MS, signal }) };
  });
  const [containers, logs, offers] = await Promise.all([listContainers(sandbox), collecting, Promise.all(listing)]);
  if (containers === undefined) complaints.push("the Docker Engine does not answer");
  if (logs.code !== 0) complaints.push(`not all logs could be read: ${logs.stderr.trim() || logs.kind}`);

  const files: Offered[] = [], cut: string[] = [];
  for (const offer of offers) {
    const maxBytes = ARTIFACT_BYTES - files.reduce((sum, { bytes }) => sum + bytes, 0);
    const brought = await take(run, offer, { maxBytes, timeoutMs: COLLECT_MS, signal });
    files.push(...brought.files);
    cut.push(...brought.cut);
    if (brought.complaint !== undefined) complaints.push(brought.complaint);
  }
  options.onCollected({ containers: containers ?? [], files, cut });
  return complaints.length === 0
    ? passed(undefined)
    : failure("infra", `Not everything could be collected: ${complaints.join("; ")}`);
}

function sourcesOf({ plan }: RunContext, sandbox: Sandbox): readonly Source[] {
  const { artifacts, testResults } = plan.contract;
  const sources = [
    { sandbox, from: `${sandbox.dir}/collected/services`, globs: ["**"], into: "services" },
    { sandbox, from: `${sandbox.dir}/artifacts`, globs: ["**"], into: "artifacts" },
    { sandbox, from: repositoryDir(sandbox), globs: [...artifacts, ...testResults], into: "artifacts" },
  ];
  return sources.filter(({ globs }) => globs.length > 0);
}
