import { NETWORK_WORDS } from "../../compose/network_words.ts";

/** An address of the stack or of this machine: it does not show that the world is out of reach. */
const NEAR = /\blocalhost\b|\b127\.\d+\.\d+\.\d+|\[::1\]/;

const LINES = 15;

/** Returns the last line of an output that says that the network does not work; undefined if the last lines do not say it. */
export function worldWords(output: string): string | undefined {
  const last = output.split("\n").filter((line) => line.trim() !== "").slice(-LINES);
  return last.findLast((line) => NETWORK_WORDS.test(line) && !NEAR.test(line))?.trim();
}
