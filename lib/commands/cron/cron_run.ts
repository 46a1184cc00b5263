import { object } from "@optique/core/constructs";
import { Buffer } from "node:buffer";
import { UserError } from "../../errors.ts";
import { LineSplitter } from "../../files/line_splitter.ts";
import { lostHost } from "../../host/ssh/ssh_trouble.ts";
import { EXIT_CODES, OUTCOMES } from "../../result/outcome.ts";
import { entryOf } from "../../schedule/cron_entry.ts";
import { type CronHost, readCronHost } from "../../schedule/cron_host.ts";
import { runAsCronArgv } from "../../schedule/crontab_argv.ts";
import { crontabBlocks, crontabEnvironment } from "../../schedule/crontab.ts";
import { repositorySlug } from "./repository_slug.ts";
import { hostOption, noRepository, repositoryArgument } from "../../cli/options.ts";
import { defineCommand } from "../../cli/define_command.ts";
import { withHost } from "../../cli/with_host.ts";

const examples = ["e2e cron run shop"];

const parser = object({
  repository: repositoryArgument,
  host: hostOption,
}, { errors: noRepository });

/** `e2e cron run`: runs the command of a schedule now, with cron's environment. Returns its exit code. */
export const cronRun = defineCommand({ name: "e2e cron run", parser, examples }, async (options, context) => {
  const slug = await repositorySlug(options.repository, context);
  return await withHost(options.host, context, async (transport) => {
    const { command, environment } = entryIn(await readCronHost(transport), slug, transport.name);
    const stdout = lineWriter(context.stdout), stderr = lineWriter(context.stderr);
    const result = await transport.run(runAsCronArgv(command, environment), {
      signal: context.signal,
      once: true,
      onStdout: stdout.push,
      onStderr: stderr.push,
    });
    stdout.end();
    stderr.end();
    if (result.kind === "lost") throw lostHost(transport.name, result.stderr);
    context.stderr(`${slug} ${ending(result.code)}, the log is ~/.e2e/log/${slug}.log on ${transport.name}\n`);
    return result.code;
  });
});

/** Returns functions that write output in whole lines: a CI system takes the beginning of a line for a command. */
export function lineWriter(write: (text: string) => void) {
  const decoder = new TextDecoder(), lines = new LineSplitter();
  return {
    push: (chunk: Uint8Array) =>
      lines.push(decoder.decode(chunk, { stream: true })).forEach((line) => write(`${line}\n`)),
    end: () => [...lines.push(decoder.decode()), ...lines.end()].forEach((line) => write(`${line}\n`)),
  };
}

/** Says how `e2e-host` ended: by its exit code, which is that of the outcome. */
function ending(code: number): string {
  const [outcome] = OUTCOMES.filter((each) => EXIT_CODES[each] === code);
  return outcome === "passed"
    ? outcome
    : outcome === undefined
    ? `ended with exit code ${code}`
    : `${outcome} (exit code ${code})`;
}

/** Returns the command of a schedule and cron's environment for it, without jitter. Source: crontab(5). */
function entryIn({ crontab = "", home, user }: CronHost, slug: string, host: string) {
  const block = crontabBlocks(crontab).find((each) => each.slug === slug), entry = entryOf(block?.lines ?? []);
  if (block === undefined || entry === undefined) {
    throw new UserError(`No schedule "${slug}" on ${host}`, { hint: `e2e cron install ${slug} --host ${host}` });
  }
  const utf8 = (text: string) => Buffer.from(text, "latin1").toString();
  const own = { HOME: home, LOGNAME: user, PATH: "/usr/bin:/bin", E2E_JITTER: "0" };
  const environment: Readonly<Record<string, string>> = { ...own, ...crontabEnvironment(crontab, block.from) };
  return { command: utf8(entry.command), environment };
}
