import { NETWORK_WORDS, networkLine } from "../../compose/network_words.ts";
import type { NotRun } from "./not_run.ts";

/** The results of tests, as test runners print them. Source: TAP, pytest, unittest, Jest, Mocha, RSpec, Go, Cargo, JUnit. */
export const RESULT =
  /\d+ (tests?|specs?|cases|examples?|scenarios?|checks|assertions)\b|^\s*(not )?ok\b|\bOK\b|[✓✔✗✘✖]|^\s*[×√] |^\s*test\b|^[.FEsx]*\.[.FEsx]*( |$)|\bpass(ed|es|ing)?\b|\bskipped\b|\bfail(ed|s|ing|ures?)?\b(?! to\b)/i;

/** The first line about an error of a program that prepares the tests. Source: uv, pip, npm, git, apt, curl. */
const ERROR = /^(error|fatal|curl|wget|E|W|npm (error|ERR!))\b|^\s*(× (No solution|Failed|Request)|Caused by:)/i;

/** What these programs print when they work. */
const PREPARING =
  /^\s*(Using|Creating|Resolved|Prepared|Installed|Audited|Downloading|Downloaded|Collecting|Installing|Building|Built|Fetching|Cloning|Get:|Hit:|Ign:|Reading|Updating|warning|WARN|npm|\+|\$|>)/i;

/** An address of the stack: a name of a service has no dot. */
const SERVICE = /(?<![\w.-])[a-z][\w-]*:\d{2,5}\b/i;

/** How many of the last lines may say that the network does not work. */
const LAST = 3;

/**
 * Says why a command ended with 126 or 127 without words of a shell. By custom that says that it could not run the tests, but the
 * output decides: after results, or lines that are not known, tests may have run.
 */
export function endedByItself(output: string, host: string): NotRun {
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  const hasResult = lines.some((line) => !ERROR.test(line) && RESULT.test(line.replace(NETWORK_WORDS, "")));
  const ofNpm = lines.length - 1 - lines.findLastIndex((line) => !line.startsWith("npm "));
  const network = networkLine(lines.slice(-LAST - ofNpm).join("\n"));
  if (!hasResult && network !== undefined && !SERVICE.test(network)) {
    return { what: network, hint: `check the network of ${host}, then run again`, outcome: "infra" };
  }
  const error = lines.findIndex((line) => ERROR.test(line));
  const isPrepared = lines.slice(0, error).every((line) => PREPARING.test(line)); // without an error, the last line is one
  return {
    what: "test_command ended with this code by itself",
    hint: "see the last lines of its output",
    outcome: hasResult || !isPrepared ? "failed" : "no-tests",
  };
}
