import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import { readCronHost, succeeded } from "../../schedule/cron_host.ts";
import { crontabBlocks, withoutBlock } from "../../schedule/crontab.ts";
import { forgetArgv } from "../../schedule/install_argv.ts";
import { editCrontab } from "../../schedule/edit_crontab.ts";
import { tellHub } from "./tell_hub.ts";
import { repositorySlug } from "./repository_slug.ts";
import { nameable } from "../../cli/nameable.ts";
import { flag, hostOption, hubHere, hubOption } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { withHost } from "../../cli/with_host.ts";

const examples = ["e2e cron remove shop", "e2e cron remove --all"];

const parser = object({
  repository: optional(argument(nameable("REPO"), { description: message`a path, or a slug` })),
  all: flag("--all", message`all schedules`),
  host: hostOption,
  hub: hubOption,
});

const STILL_USED = "A run goes on: e2e gc, or the next e2e cron remove, removes its log and e2e-host after its end\n";

/** `e2e cron remove`: removes the schedule of a repository, or all schedules, from a host. */
export const cronRemove = defineCommand({ name: "e2e cron remove", parser, examples }, async (options, context) => {
  const { repository, all } = options;
  if (all === (repository !== undefined)) {
    throw new UserError("Expected one repository, or --all", { hint: "e2e cron list" });
  }
  const slug = repository === undefined ? undefined : await repositorySlug(repository, context);
  const hub = hubHere(options.hub, context);
  return await withHost(options.host, context, async (transport) => {
    const isMeant = (each: string) => (slug ?? each) === each;
    const gone = new Set<string>(), readMs = context.now();
    const host = await readCronHost(transport); // before the removal: after it, only what cannot fail comes before the event
    let left: readonly string[] = [];
    await editCrontab(transport, (crontab) => {
      const slugs = crontabBlocks(crontab).map((block) => block.slug);
      left = slugs.filter((each) => !isMeant(each));
      slugs.filter(isMeant).forEach((each) => gone.add(each));
      return slugs.filter(isMeant).reduce(withoutBlock, crontab);
    });
    for (const each of gone) context.stderr(`Removed the schedule of ${each} on ${transport.name}\n`);
    if (gone.size === 0) context.stderr(`No schedule to remove on ${transport.name}\n`);
    // also those whose lines were removed by hand: the state-hub still expects their runs
    const named = slug === undefined ? [] : [slug],
      earlier = [...host.last.keys()].filter((each) => !left.includes(each));
    const removed = [...new Set([...gone, ...named, ...earlier.filter(isMeant)])];
    const changes = new Map(removed.map((each) => [each, null])), nowMs = host.nowMs + context.now() - readMs;
    await tellHub(changes, { hub, host: { ...host, nowMs } }, context, async () => {
      const tidied = await transport.run(forgetArgv(removed, { all: left.length === 0 }), { timeoutMs: 60_000 });
      succeeded(transport, tidied, "Removing the files of the schedule");
      if (tidied.stdout !== "") context.stderr(STILL_USED);
    });
    return 0;
  });
});
