import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { UserError } from "../../errors.ts";
import type { Transport } from "../../host/transport.ts";
import { LineSplitter } from "../../files/line_splitter.ts";
import { findRun } from "../../store/run_store.ts";
import { listContainers } from "../../sandbox/containers.ts";
import { findLatest, type ListedSandbox, listSandboxes } from "../../sandbox/list_sandboxes.ts";
import { composeLogs } from "../../compose/compose_argv.ts";
import { besideJob, type Sandbox } from "../../sandbox/sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { nameable } from "../../cli/nameable.ts";
import { hostOption } from "../../cli/options.ts";
import { parseArgs } from "../../cli/parse_args.ts";
import { runsHere } from "../../runner/runs_here.ts";
import { withHost } from "../../cli/with_host.ts";

const missing = { endOfInput: message`No sandbox and no run was named` };

const parser = object({
  id: argument(nameable("RUN"), {
    description: message`a short id, a run id, the beginning of one, or a slug for its latest run`,
    errors: missing,
  }),
  service: optional(argument(nameable("SERVICE"), { description: message`only this service` })),
  follow: map(
    optional(option("-f", "--follow", { description: message`go on as long as the sandbox is there` })),
    (follow) => follow ?? false,
  ),
  host: hostOption,
}, { errors: missing });

const EXAMPLES = ["e2e logs 1a2b3c4d web", "e2e logs shop -f"];

/** `e2e logs`: what the services of a sandbox write, or wrote in an earlier run. */
export async function logs(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e logs", args, examples: EXAMPLES }, context);
  if (options === undefined) return 0;
  const { id, service, host } = options;
  if (host !== undefined || context.env("RAILIANCE01_HOST")) {
    const code = await withHost(host, context, async (transport) => {
      const [sandbox, ...others] = findLatest(await listSandboxes(transport), id);
      return sandbox === undefined || others.length > 0
        ? undefined
        : await live(transport, sandbox, { ...options, context });
    });
    if (code !== undefined) return code;
  }
  return await stored(findRun(runsHere(context), id).path, service, context);
}

/** Compose begins lines with it also where it was told not to. Source: docker/compose, formatter, 2.26. */
// deno-lint-ignore no-control-regex
const ERASE = /^\u001b\[2K/;

interface LiveOptions {
  readonly service: string | undefined;
  readonly follow: boolean;
  readonly context: Context;
}

async function live(transport: Transport, { project, dir }: ListedSandbox, options: LiveOptions): Promise<number> {
  const { context, follow, service } = options;
  const sandbox = { transport, project, dir };
  if (service !== undefined) await mustHave(sandbox, service);
  const argv = besideJob(sandbox, ...composeLogs({ service, follow }));
  const decoder = new TextDecoder(), lines = new LineSplitter();
  const write = (text: string) => lines.push(text).forEach((line) => context.stdout(`${line.replace(ERASE, "")}\n`));
  let wrote = false;
  const { code, stderr } = await transport.run(argv, {
    signal: context.signal,
    onStdout: (chunk) => {
      wrote = true;
      write(decoder.decode(chunk, { stream: true }));
    },
  });
  lines.end().forEach((line) => context.stdout(line.replace(ERASE, "")));
  if (code !== 0 && !context.signal.aborted) {
    throw new UserError(`Cannot read the logs of ${project}: ${stderr.trim()}`, { outcome: "infra" });
  }
  if (!wrote) context.stderr(`${service ?? "No service"} wrote ${service === undefined ? "anything" : "nothing"}\n`);
  return 0;
}

/** Compose says nothing of a service that it does not know. */
async function mustHave(sandbox: Sandbox, service: string): Promise<void> {
  const services = [...new Set((await listContainers(sandbox) ?? []).map((each) => each.service))];
  if (services.length === 0 || services.includes(service)) return;
  throw new UserError(`There is no service "${service}" in ${sandbox.project}: there are ${services.join(", ")}`);
}

async function stored(run: string, service: string | undefined, context: Context): Promise<number> {
  const names = (await Array.fromAsync(entries(`${run}/services`))).sort();
  const wanted = names.filter((name) =>
    service === undefined || name === `${service}.log` || name.startsWith(`${service}-`)
  );
  if (wanted.length === 0) {
    const have = names.map((name) => name.replace(/\.log$/, "")).join(", ") || "none";
    throw new UserError(
      `No log of ${service === undefined ? "any service" : `service "${service}"`} in ${run}: it has ${have}`,
    );
  }
  for (const name of wanted) {
    const text = await Deno.readTextFile(`${run}/services/${name}`);
    const prefix = wanted.length > 1 ? `${name.replace(/\.log$/, "")} | ` : "";
    context.stdout(text.replaceAll(/^(?=.)/gm, prefix));
  }
  return 0;
}

async function* entries(directory: string): AsyncGenerator<string> {
  try {
    for await (const { name } of Deno.readDir(directory)) yield name;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
