/**
 * Measures the first two promises of the tool: `deno task faults [--seed N] [--count N] [--hosts N]` causes faults at random
 * moments of runs on lab hosts, and reports what was left behind and which verdict was wrong. Needs root. Prints one line
 * for each trial on standard error, and a summary on standard output. Exit status 1 when a promise was broken.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { FAULTS } from "./fault.ts";
import { type Trial, trials, trialWords, type Tried, tryOut } from "./trial.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: `${Date.now() % 1_000_000}` },
    count: { type: "string", default: "14" },
    hosts: { type: "string", default: "2" },
  },
});
const seed = Number(values.seed), count = Number(values.count), hosts = Number(values.hosts);
console.error(`seed ${seed}, ${count} trials on ${hosts} lab hosts`);

const waiting = trials(seed, count).map((trial, at) => ({ trial, at }));
const done: { readonly trial: Trial; readonly tried: Tried }[] = [];

async function work(host: string): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { trial, at } = next;
    const tried = await tryOut(trial, host).catch((error): Tried => ({ outcome: undefined, broken: [String(error)] }));
    done.push({ trial, tried });
    const mark = tried.broken.length === 0 ? "ok" : `BROKEN ${tried.broken.join("; ")}`;
    console.error(`${at + 1}/${count} ${trialWords(trial)}: ${tried.outcome ?? "no result"} ${mark}`);
  }
}

await Promise.all(Array.from({ length: hosts }, (_, at) => work(`chance-${at + 1}`)));

console.log(`| fault | trials | outcomes | broken |\n| --- | --- | --- | --- |`);
for (const name of Object.keys(FAULTS)) {
  const mine = done.filter(({ trial }) => trial.fault === name);
  const outcomes = Object.entries(Object.groupBy(mine, ({ tried }) => tried.outcome ?? "none"))
    .map(([outcome, group]) => `${outcome} ${group?.length ?? 0}`);
  const broken = mine.filter(({ tried }) => tried.broken.length > 0).length;
  console.log(`| ${name} | ${mine.length} | ${outcomes.join(", ")} | ${broken} |`);
}
const broken = done.filter(({ tried }) => tried.broken.length > 0);
console.log(`\nseed ${seed}: ${done.length} trials, ${broken.length} broke a promise`);
Deno.exitCode = broken.length === 0 ? 0 : 1;
