import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { EXIT_CODES } from "../../result/outcome.ts";
import { shrinkBuildCache } from "../../sandbox/build_cache.ts";
import { sweep } from "../../sandbox/sweep.ts";
import { forgetArgv } from "../../schedule/install_argv.ts";
import { tidyBinaries } from "../../schedule/put_binary.ts";
import { hostOption, size } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { reportAbandoned } from "../../runner/report_abandoned.ts";
import { pruneHere } from "../../runner/reporters/prune_stored.ts";
import { hostName, withHost } from "../../cli/with_host.ts";

const parser = object({
  host: hostOption,
  buildCache: optional(option("--build-cache", size(), {
    description: message`also shrink the whole build cache of the host's Docker Engine to this size`,
  })),
});

const examples = ["e2e gc --host ana@sandbox", "e2e gc --build-cache 10GB"];

/** `e2e gc`: removes expired sandboxes of the host and old runs on this machine; on request also Docker's build cache. */
export const gc = defineCommand({ name: "e2e gc", parser, examples }, async (options, context) => {
  const { buildCache } = options;
  const { removed, left, shrunk } = await withHost(options.host, context, async (transport) => {
    const swept = await sweep(transport);
    await tidyBinaries(transport);
    await transport.run(forgetArgv([], { all: false }), { timeoutMs: 60_000 }); // what a run used when its schedule was removed
    await reportAbandoned(transport, context);
    return { ...swept, shrunk: buildCache === undefined ? undefined : await shrinkBuildCache(transport, buildCache) };
  });
  pruneHere(context);
  for (const project of removed) context.stderr(`${project} is removed\n`);
  for (const line of left) context.stderr(`not removed: ${line}\n`);
  if (shrunk !== undefined) context.stderr(`Removed ${shrunk} of the Docker Engine's build cache\n`);
  else if (removed.length + left.length === 0) {
    context.stderr(`Nothing to remove on ${hostName(options.host, context)}\n`);
  }
  return left.length === 0 ? 0 : EXIT_CODES.leaked;
});
