import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional, withDefault } from "@optique/core/modifiers";
import type { InferValue } from "@optique/core/parser";
import { option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { readContract } from "../../contract/read_contract.ts";
import { renderProblems } from "../../contract/problem.ts";
import { UserError } from "../../errors.ts";
import { onHost } from "../../host/on_host.ts";
import { quote } from "../../host/quote.ts";
import type { Transport } from "../../host/transport.ts";
import { hostFacts } from "../../sandbox/host_facts.ts";
import { dateIn } from "../../result/words.ts";
import { entryLines } from "../../schedule/cron_entry.ts";
import { type CronHost, readCronHost, succeeded } from "../../schedule/cron_host.ts";
import { withBlock } from "../../schedule/crontab.ts";
import { asBytes, editCrontab } from "../../schedule/edit_crontab.ts";
import { nextAt } from "../../contract/next_time.ts";
import { checkSchedule, DEFAULT_SCHEDULE } from "../../schedule/check_schedule.ts";
import { cloneArgv } from "../../schedule/install_argv.ts";
import { putBinary } from "../../schedule/put_binary.ts";
import { binaryFor } from "./cron_binary.ts";
import { tellHub } from "./tell_hub.ts";
import { repositorySlug } from "./repository_slug.ts";
import { duration, flag, hostOption, hubHere, hubOption, noRepository, repositoryArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { withHost } from "../../cli/with_host.ts";

const examples = [
  "e2e cron install activity-core --host railiance01",
  "e2e cron install shop --clone git@example.org:shop.git --schedule '13 3 * * 0'",
];

const parser = object({
  repository: repositoryArgument,
  host: hostOption,
  hub: hubOption,
  schedule: optional(option("--schedule", string({ metavar: "FIELDS" }), {
    description: message`five cron fields (default: the contract's schedule, else 13 3 * * 0)`,
  })),
  dir: optional(option("--repo-dir", string({ metavar: "DIR" }), {
    description: message`the checkout on the host, relative to the home directory (default: the slug)`,
  })),
  clone: optional(option("--clone", string({ metavar: "URL" }), { description: message`clone it if it is missing` })),
  jitterMs: withDefault(
    option("--jitter", duration(), { description: message`start at a random time within this duration (at most 1h)` }),
    0,
  ),
  binary: optional(option("--binary", string({ metavar: "FILE" }), {
    description: message`the e2e-host to install (default: the one in dist/ for the host)`,
  })),
  allowTest: flag("--allow-test-binary", message`accept a binary that is for tests only`),
}, { errors: noRepository });

type Options = InferValue<typeof parser>;

/** `e2e cron install`: schedules runs of a repository on a host. */
export const cronInstall = defineCommand({ name: "e2e cron install", parser, examples }, async (options, context) => {
  if (options.jitterMs > MAX_JITTER_MS) {
    throw new UserError("--jitter is longer than 1h: the state-hub would count the run as missed", {
      hint: "--jitter 10m",
    });
  }
  const slug = await repositorySlug(options.repository, context);
  return await withHost(options.host, context, async (transport) => {
    await hostFacts(transport);
    const host = await checkout(transport, { slug, options });
    const cron = scheduleOf(host, { slug, options, on: transport.name });
    const file = binaryFor(host, options.binary, context), { allowTest } = options;
    const version = file === undefined ? undefined : await putBinary(transport, { file, host, allowTest });
    const binary = `${host.home}/.e2e/bin/e2e-host`, { dir = "" } = host;
    const lines = entryLines({ slug, cron, dir, binary, jitterMs: options.jitterMs }).map(asBytes);
    const isChanged = await editCrontab(transport, (crontab) => withBlock(crontab, slug, lines));
    if (version !== undefined) context.stderr(`${binary} is now ${version}\n`);
    const next = nextAt(cron, { zone: host.zone, afterMs: context.now() });
    const when = `${cron} (${host.zone}), next run ${dateIn(host.zone, Date.parse(next ?? ""))}`; // scheduleOf() checked it
    const verb = isChanged || version !== undefined ? "Scheduled" : "Nothing to change:";
    context.stderr(`${verb} ${slug} on ${transport.name}: ${when}\n`);
    if (!host.cronRuns) context.stderr(noCron(transport.name));
    const { zone } = host, hub = hubHere(options.hub, context);
    if (isChanged) await tellHub(new Map([[slug, { id: slug, cron, zone }]]), { hub, host }, context);
    return 0;
  });
});

/** The state-hub counts a run that starts later than this as missed. */
const MAX_JITTER_MS = 3_600_000;

/** The warning on a host where no scheduled run can start. */
export const noCron = (host: string) =>
  `! cron is not running on the host: e2e doctor --host ${host} says how to start it\n`;

interface Request {
  readonly slug: string;
  readonly options: Options;
}

/** Reads the host, and clones the checkout if it is missing. */
async function checkout(transport: Transport, { slug, options }: Request): Promise<CronHost> {
  const { dir = slug, clone } = options, host = await readCronHost(transport, dir);
  if (host.dir !== undefined) return host;
  if (clone === undefined) {
    throw new UserError(`No checkout "${dir}" on ${transport.name}`, {
      hint:
        `e2e cron install ${slug} --host ${transport.name} --clone URL clones it; --repo-dir DIR selects another directory`,
    });
  }
  succeeded(transport, await transport.run(cloneArgv(dir, clone), { timeoutMs: 600_000 }), "Cloning");
  return await readCronHost(transport, dir);
}

/** Returns the five fields of the schedule, checked. Throws a UserError when the checkout belongs to another repository. */
function scheduleOf(
  { contract, dir = "" }: CronHost,
  { slug, options, on }: Request & { readonly on: string },
): string {
  const where = `${dir}/e2e/e2e.yml`;
  if (contract === undefined) {
    throw new UserError(`No ${where} on the host`, { hint: onHost(on, `git -C ${quote(dir)} pull`) });
  }
  const reading = readContract(contract, where);
  if (reading.kind === "invalid") throw new UserError(renderProblems(reading.problems));
  const { name, schedule } = reading.contract;
  if (name !== slug) {
    throw new UserError(`${where} on the host is the contract of "${name}", expected "${slug}"`, {
      hint: `e2e cron install ${name} --host ${on}; --repo-dir DIR selects another directory`,
    });
  }
  const cron = (options.schedule ?? schedule ?? DEFAULT_SCHEDULE).trim().replaceAll(/ +/g, " ");
  checkSchedule(cron);
  return cron;
}
