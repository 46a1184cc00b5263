/**
 * Replays recorded events on a terminal: `replay.ts OPTIONS-AND-EVENTS-AS-JSON`. Exits after the event `run-ended`; without
 * one, the screen keeps running.
 *
 * @module
 */
import type { Event } from "../../../lib/result/event.ts";
import { type TerminalOptions, TerminalScreen } from "../../../lib/report/terminal.ts";

const { events, ...options } = JSON.parse(Deno.args[0] ?? "") as TerminalOptions & {
  readonly events: readonly Event[];
};
const encoder = new TextEncoder();
const write = (text: string) => {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
};
const { report, close } = new TerminalScreen(write, options);
events.forEach(report);
if (events.at(-1)?.kind === "run-ended") {
  close();
  write("the end\n");
}
