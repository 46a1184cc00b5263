import type { Argv } from "../../host/exec.ts";
import { exitCodeAfter } from "../../result/stop_reason.ts";
import { listSandboxes, pickLatest } from "../../sandbox/list_sandboxes.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Context } from "../../cli/context.ts";
import { withHost } from "../../cli/with_host.ts";

/** A sandbox on a host. */
interface Place {
  readonly id: string;
  readonly host: string | undefined;
}

/**
 * Runs a command in a sandbox, with the user's input and output. Returns its exit code, or that of the signal with which
 * the user ended it.
 */
export function lookInto(
  { id, host }: Place,
  context: Context,
  argvFor: (sandbox: Sandbox) => Argv | Promise<Argv>,
): Promise<number> {
  const { tty, signal } = context;
  return withHost(host, context, async (transport) => {
    const { project, dir } = pickLatest(await listSandboxes(transport), id, transport.name);
    const argv = await argvFor({ transport, project, dir });
    const code = await transport.interactive(argv, { tty, signal });
    return signal.aborted ? exitCodeAfter("cancelled", signal) : code; // docker exec may exit with 0 then
  });
}
