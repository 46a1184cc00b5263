import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import type { Transport } from "../../host/transport.ts";
import { readCronHost, succeeded } from "../../schedule/cron_host.ts";
import { crontabBlocks, withoutBlock } from "../../schedule/crontab.ts";
import { editCrontab } from "../../schedule/edit_crontab.ts";
import type { Context } from "../../cli/context.ts";
import { slugOf } from "./cron_slug.ts";
import { nameable } from "../../cli/nameable.ts";
import { flag, hostOption } from "../../cli/options.ts";
import { parseArgs } from "../../cli/parse_args.ts";
import { withHost } from "../../cli/with_host.ts";

const EXAMPLES = ["e2e cron remove shop", "e2e cron remove --all"];

const parser = object({
  repository: optional(argument(nameable("REPO"), { description: message`a slug, or a path` })),
  all: flag("--all", message`all of them`),
  host: hostOption,
});

/** `e2e cron remove`: a host runs a repository, or any, no longer by itself. */
export async function cronRemove(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e cron remove", args, examples: EXAMPLES }, context);
  if (options === undefined) return 0;
  const { repository, all } = options;
  if (all === (repository !== undefined)) {
    throw new UserError("One repository, or --all, was wanted", { hint: "e2e cron list" });
  }
  const slug = repository === undefined ? undefined : await slugOf(repository, context);
  return await withHost(options.host, context, async (transport) => {
    const gone = new Set<string>();
    await editCrontab(transport, (crontab) => {
      const slugs = crontabBlocks(crontab).map((block) => block.slug).filter((each) => (slug ?? each) === each);
      slugs.forEach((each) => gone.add(each));
      return slugs.reduce(withoutBlock, crontab);
    });
    for (const each of gone) context.stderr(`${transport.name} runs ${each} no longer by itself\n`);
    if (gone.size === 0) context.stderr(`Nothing to remove on ${transport.name}\n`);
    if (gone.size === 0 && !all) return 0;
    const left = crontabBlocks((await readCronHost(transport)).crontab ?? "");
    await forget(transport, left.length === 0 ? ["all"] : [...gone]);
    return 0;
  });
}

/** Removes logs and locks of schedules that are gone, and with the last one the binary; runs stay until they are too old. */
async function forget(transport: Transport, slugs: readonly string[]): Promise<void> {
  const script = `cd "$HOME/.e2e" 2>/dev/null || exit 0
for slug do
  if [ "$slug" = all ]; then rm -rf bin log schedules; else rm -f "log/$slug.log"* "schedules/$slug."*; fi
done`;
  succeeded(transport, await transport.run(["sh", "-c", script, "sh", ...slugs], { timeoutMs: 60_000 }), "Tidying up");
}
