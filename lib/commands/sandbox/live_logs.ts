import { UserError } from "../../errors.ts";
import { composeLogs } from "../../compose/compose_argv.ts";
import { LineSplitter } from "../../files/line_splitter.ts";
import { listContainers } from "../../sandbox/containers.ts";
import { besideJob, type Sandbox } from "../../sandbox/sandbox.ts";
import { knownSecrets } from "../../lifecycle/environment.ts";
import { maskStream, textMasker } from "../../secrets/masked.ts";
import type { Context } from "../../cli/context.ts";
import { shortId } from "../../result/identity.ts";

/** Which logs are shown. */
interface LiveLogs {
  /** Undefined for all services. */
  readonly service: string | undefined;
  readonly follow: boolean;
}

/**
 * Prints the logs of a sandbox's services, without secrets; with `follow` until the sandbox is removed. Throws a
 * UserError for an unknown service, and (`infra`) when Docker fails.
 */
export async function showLiveLogs(sandbox: Sandbox, logs: LiveLogs, context: Context): Promise<void> {
  const { service } = logs, { signal, stdout } = context;
  if (service !== undefined) await checkService(sandbox, service);
  const decoder = new TextDecoder(), lines = new LineSplitter();
  const secrets = await knownSecrets(sandbox), { push, end } = maskStream(secrets);
  let wrote = false;
  const write = (texts: readonly string[]) => texts.forEach((line) => stdout(`${line}\n`));
  const onStdout = (chunk: Uint8Array) => {
    wrote = true;
    write(lines.push(push(decoder.decode(chunk, { stream: true }))));
  };
  const argv = besideJob(sandbox, ...composeLogs(logs));
  const { code, stderr } = await sandbox.transport.run(argv, { signal, onStdout });
  write([...lines.push(end()), ...lines.end()]);
  if (code !== 0 && !signal.aborted) {
    throw new UserError(`Cannot read the logs of ${sandbox.project}: ${textMasker(secrets)(stderr.trim())}`, {
      outcome: "infra",
    });
  }
  if (!wrote) context.stderr(nothingWritten(service));
}

/** Returns the line about empty logs. */
export function nothingWritten(service: string | undefined): string {
  return `${service === undefined ? "No service wrote anything" : `${service} wrote nothing`}\n`;
}

/** Compose itself prints nothing about a service that it does not know. */
async function checkService(sandbox: Sandbox, service: string): Promise<void> {
  const services = [...new Set((await listContainers(sandbox) ?? []).map((each) => each.service))];
  if (services.length === 0 || services.includes(service)) return;
  throw new UserError(`No service "${service}" in ${sandbox.project}: expected one of ${services.join(", ")}`, {
    hint: `e2e logs ${shortId(sandbox.project)} ${services[0]} --host ${sandbox.transport.name}`,
  });
}
