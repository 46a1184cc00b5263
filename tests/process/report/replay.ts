/**
 * Replays recorded events on a terminal: `replay.ts OPTIONS-AND-EVENTS-AS-JSON`. Ends when the run has ended; a list without
 * an end stays on the screen.
 *
 * @module
 */
import type { Event } from "../../../lib/result/event.ts";
import { type ScreenOptions, terminal } from "../../../lib/report/terminal.ts";

const { events, ...options } = JSON.parse(Deno.args[0] ?? "") as ScreenOptions & { readonly events: readonly Event[] };
const encoder = new TextEncoder();
const write = (text: string) => {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
};
const { report, close } = terminal(write, options);
events.forEach(report);
if (events.at(-1)?.kind === "run-ended") {
  close();
  write("the end\n");
}
