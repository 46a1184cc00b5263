import { tabRows } from "../../files/tab_rows.ts";
import { failure, passed, type PhaseEnd } from "../../result/phase.ts";
import type { Offered } from "../../sandbox/collected.ts";
import { type Container, listContainers } from "../../sandbox/containers.ts";
import { runScript, type Sandbox } from "../../sandbox/sandbox.ts";
import { repositoryDir } from "../environment.ts";
import type { RunContext } from "../run_context.ts";
import { type Fetched, fetchListed } from "./fetch_files.ts";
import { type FileSource, listFiles } from "./list_files.ts";

const LOG_BYTES = 5_000_000;
const ARTIFACT_BYTES = 50_000_000;
/** The limit of the whole phase. */
const COLLECT_MS = 60_000;

/** What was collected before the sandbox is removed. */
export interface Collected {
  readonly containers: readonly Container[];
  readonly files: readonly Offered[];
  /** What was left out or shortened, and why. */
  readonly cut: readonly string[];
}

/** Options of {@link collect}. */
interface CollectOptions {
  /** The containers that were running when the tests started. */
  readonly started: readonly Container[];
  readonly onCollected: (collected: Collected) => void;
}

/** Collects the state of all containers, the logs of all services, and the artifacts. A failure does not change the outcome. */
export async function collect(
  run: RunContext,
  sandbox: Sandbox,
  { started, onCollected }: CollectOptions,
): Promise<PhaseEnd<void>> {
  const limits = { signal: AbortSignal.timeout(COLLECT_MS), timeoutMs: COLLECT_MS };
  const args = [sandbox.dir, sandbox.project, `${LOG_BYTES}`];
  const collecting = runScript(sandbox, "collect.sh", args, { ...limits, timeoutMs: COLLECT_MS / 2 });
  const listing = sourcesOf(run, sandbox).map(async (source) => {
    if (source.into === "services") await collecting;
    return { source, listed: await listFiles(source, limits) };
  });
  const [containers, logs, lists] = await Promise.all([listContainers(sandbox), collecting, Promise.all(listing)]);
  reportMissingLogs(run, { logs: logs.stdout, started, containers });
  const fetched: Fetched[] = [];
  for (const list of lists) {
    const bytes = fetched.flatMap(({ files }) => files).reduce((sum, file) => sum + file.bytes, 0);
    fetched.push(await fetchListed(run, list, { maxBytes: ARTIFACT_BYTES - bytes, ...limits }));
  }
  onCollected({
    containers: containers ?? [],
    files: fetched.flatMap(({ files }) => files),
    cut: fetched.flatMap(({ cut }) => cut),
  });
  const problems = [
    ...containers === undefined ? ["the Docker Engine does not answer"] : [],
    ...logs.code === 0 ? [] : [`not all logs could be read: ${logs.stderr.trim() || logs.kind}`],
    ...fetched.flatMap(({ problem }) => problem ?? []),
  ];
  if (problems.length === 0) return passed(undefined);
  return failure("infra", `Not everything could be collected: ${problems.join("; ")}`);
}

/** Says which services have no log: that of a driver that keeps none, or of a container that the tests have removed. */
function reportMissingLogs(
  { recorder }: RunContext,
  { logs, started, containers }: {
    /** The output of `collect.sh`. */
    readonly logs: string;
    readonly started: readonly Container[];
    readonly containers: readonly Container[] | undefined;
  },
): void {
  for (const [service, driver] of tabRows(logs)) {
    recorder.notice("info", `${service} has no log: its logging driver is "${driver}"`);
  }
  const gone = started.filter(({ id }) => containers?.every((each) => each.id !== id));
  const names = [...new Set(gone.map(({ service }) => service))].join(", ");
  if (names !== "") recorder.notice("warning", `The tests removed containers, and their logs are gone too: ${names}`);
}

function sourcesOf({ plan }: RunContext, sandbox: Sandbox): readonly FileSource[] {
  const { artifacts, testResults } = plan.contract;
  const sources = [
    { sandbox, from: `${sandbox.dir}/collected/services`, globs: ["**"], into: "services" },
    { sandbox, from: `${sandbox.dir}/artifacts`, globs: ["**"], into: "artifacts" },
    { sandbox, from: repositoryDir(sandbox), globs: [...artifacts, ...testResults], into: "artifacts" },
  ];
  return sources.filter(({ globs }) => globs.length > 0);
}
