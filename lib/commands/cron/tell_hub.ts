import { hostname, userInfo } from "node:os";
import type { HubAddress } from "../../hub/client/hub_address.ts";
import { type ScheduleChange, scheduleEvent } from "../../hub/client/schedule_event.ts";
import { newRunId } from "../../result/identity.ts";
import type { CronHost } from "../../schedule/cron_host.ts";
import { storeEvent } from "../../store/stored_events.ts";
import type { Context } from "../../cli/context.ts";
import { deliverResults } from "../../runner/deliver_results.ts";
import { flushCommand } from "../../runner/delivery_text.ts";
import { runsHere } from "../../runner/runs_here.ts";

/** The time for the delivery after a change of schedules. */
const LIMIT_MS = 10_000;

/** The schedules that repositories have now, by slug; null: none. */
type Changes = ReadonlyMap<string, ScheduleChange["schedule"]>;

interface Told {
  readonly hub: HubAddress | undefined;
  readonly host: Pick<CronHost, "name" | "nowMs">;
}

/**
 * Tells the state-hub about changed schedules. When it is away, it is told later, like the results of runs. `meanwhile` runs
 * after the changes are stored for that, because it can fail, or the user can stop it.
 */
export async function tellHub(
  changes: Changes,
  { hub, host }: Told,
  context: Context,
  meanwhile = () => Promise.resolve(),
): Promise<void> {
  const at = new Date(host.nowMs).toISOString(), author = `${userInfo().username}@${hostname()}`;
  const paths = hub === undefined ? [] : [...changes].map(([slug, schedule]) => {
    const event = scheduleEvent({ slug, host: host.name, at, schedule }, author);
    return storeEvent(runsHere(context), newRunId(context.now()), event);
  });
  try {
    await meanwhile();
  } finally {
    if (hub !== undefined && paths.length > 0) await deliverChanges(paths, hub, context);
  }
}

async function deliverChanges(paths: readonly string[], hub: HubAddress, context: Context): Promise<void> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const { waiting, refused } = await deliverResults({ hub, signal: context.signal, limit, eager: false }, context);
  const why = [...waiting, ...refused].find(({ path }) => paths.includes(path))?.why;
  if (why === undefined) return;
  context.stderr(
    `The state-hub ${hub.url.origin} does not know that yet (${why}); ${flushCommand(context)} tries again\n`,
  );
}
