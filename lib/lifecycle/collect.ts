import { type Container, listContainers } from "../sandbox/containers.ts";
import { type Offered, readOffered, selectArtifacts } from "../sandbox/collected.ts";
import { runScript, type Sandbox } from "../sandbox/sandbox.ts";
import { repositoryDir } from "./environment.ts";
import { failure, passed, type PhaseEnd } from "./phase.ts";
import type { Run } from "./run.ts";

const LOG_BYTES = 5_000_000;
const ARTIFACT_BYTES = 50_000_000;

/** What was brought back before the sandbox goes away. */
export interface Collected {
  readonly containers: readonly Container[];
  readonly files: readonly Offered[];
  /** What was left out or shortened, and why. */
  readonly cut: readonly string[];
}

/** Where one kind of files lies on the host, which of them are wanted, and the directory below the run's that takes them. */
interface Source {
  readonly from: string;
  readonly globs: readonly string[];
  readonly into: string;
}

/** Brings back the state of every container, every service's log and the artifacts. A failure here never changes the verdict. */
export async function collect(
  run: Run,
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

async function collectWithin(run: Run, sandbox: Sandbox, options: CollectOptions): Promise<PhaseEnd<void>> {
  const { signal } = options;
  const complaints: string[] = [];
  const [containers, logs] = await Promise.all([
    listContainers(sandbox),
    runScript(sandbox, "collect.sh", [sandbox.dir, sandbox.project, `${LOG_BYTES}`], {
      signal,
      timeoutMs: COLLECT_MS / 2,
    }),
  ]);
  if (containers === undefined) complaints.push("the Docker Engine does not answer");
  if (logs.code !== 0) complaints.push(`not all logs could be read: ${logs.stderr.trim() || logs.kind}`);

  const { artifacts, testResults } = run.plan.contract;
  const sources: readonly Source[] = [
    { from: `${sandbox.dir}/collected/services`, globs: ["**"], into: "services" },
    { from: `${sandbox.dir}/artifacts`, globs: ["**"], into: "artifacts" },
    { from: repositoryDir(sandbox), globs: [...artifacts, ...testResults], into: "artifacts" },
  ];
  const files: Offered[] = [], cut: string[] = [];
  for (const source of sources.filter(({ globs }) => globs.length > 0)) {
    const maxBytes = ARTIFACT_BYTES - files.reduce((sum, { bytes }) => sum + bytes, 0);
    const brought = await bring(run, { ...source, maxBytes, signal });
    files.push(...brought.files);
    cut.push(...brought.cut);
    if (brought.complaint !== undefined) complaints.push(brought.complaint);
  }
  options.onCollected({ containers: containers ?? [], files, cut });
  return complaints.length === 0
    ? passed(undefined)
    : failure("infra", `Not everything could be collected: ${complaints.join("; ")}`);
}

interface Brought {
  readonly files: readonly Offered[];
  readonly cut: readonly string[];
  readonly complaint?: string;
}

async function bring(
  run: Run,
  source: Source & { readonly maxBytes: number; readonly signal: AbortSignal },
): Promise<Brought> {
  const { from, into, signal } = source;
  const list = `[ -d "$1" ] || exit 0; find "$1" -type f -printf '%s\\t%P\\0'`;
  const listed = await run.transport.run(["sh", "-c", list, "sh", from], { signal });
  if (listed.code !== 0) {
    return { files: [], cut: [], complaint: `cannot list ${into}: ${listed.stderr.trim() || listed.kind}` };
  }
  const { files, cut } = selectArtifacts(readOffered(listed.stdout), source);
  if (files.length === 0) return { files: [], cut };
  const to = `${run.plan.collectInto}/${into}`;
  await Deno.mkdir(to, { recursive: true });
  const pulled = await run.transport.pull(from, to, { files: files.map(({ path }) => `${path}\0`).join(""), signal });
  const unclean = await cleanAll(run, files.map(({ path }) => `${to}/${path}`));
  const took = { files: files.map(({ path, bytes }) => ({ path: `${into}/${path}`, bytes })), cut };
  const complaints = [
    ...(pulled.code === 0 ? [] : [`cannot bring all ${into}: ${pulled.stderr.trim() || pulled.kind}`]),
    ...unclean,
  ];
  return complaints.length === 0 ? took : { ...took, complaint: complaints.join("; ") };
}

/** Takes the secrets out of files that were brought. One from which they cannot be taken does not stay. */
async function cleanAll(run: Run, paths: readonly string[]): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const path of paths) {
    try {
      await run.clean(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue; // the pull has told
      await Deno.remove(path).catch(() => {});
      complaints.push(`secrets cannot be masked in ${path}, which does not stay: ${error}`);
    }
  }
  return complaints;
}
