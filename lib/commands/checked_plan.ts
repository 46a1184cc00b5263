import type { Contract } from "../contract/contract.ts";
import { formatDuration } from "../contract/duration.ts";
import type { Isolated } from "../compose/isolate/isolate.ts";
import type { PublishedPort } from "../compose/published_port.ts";
import { pointChecks } from "../compose/point_checks.ts";
import { checkTarget } from "../lifecycle/ready/ready.ts";
import { scheduleWords } from "../schedule/schedule_words.ts";
import type { Tree } from "../repository/tree.ts";

/** Returns what a run of a contract would do, as text for people. */
export function checkedPlan(
  contract: Contract,
  found: { readonly tree: Tree; readonly isolated: Isolated | undefined; readonly address: string | undefined },
): string {
  const { tree, isolated, address } = found;
  const checks = address === undefined || isolated === undefined
    ? contract.healthChecks
    : pointChecks(contract.healthChecks, isolated.ports, address);
  const services = Object.keys(isolated?.model.services ?? {});
  return [
    `${contract.name} is valid: ${contract.composeFiles.join(", ")}`,
    row("services", isolated === undefined ? ["not checked"] : services),
    row("ports", (isolated?.ports ?? []).map(describePort)),
    row("isolation", isolated?.changes ?? []),
    row(
      "checks",
      checks.map((check) => `${check.name}: ${checkTarget(check)} within ${formatDuration(check.timeoutMs)}`),
    ),
    row("tests", [contract.testCommand]),
    row("limits", [
      `tests ${formatDuration(contract.timeoutMs)}, up ${formatDuration(contract.upTimeoutMs)}, run ${
        formatDuration(contract.runTimeoutMs)
      }`,
    ]),
    row("clean-up", [
      contract.cleanup === "always" ? "always" : `${contract.cleanup}, kept for ${formatDuration(contract.keepForMs)}`,
    ]),
    row("schedule", contract.schedule === undefined ? [] : [scheduleWords(contract.schedule)]),
    row("sends", [`${tree.paths.length} files, ${(tree.bytes / 1000).toFixed(1)} kB, tree ${tree.hash.slice(0, 12)}`]),
    "\n",
  ].join("");
}

function row(name: string, lines: readonly string[]): string {
  return lines.map((line, index) => `\n  ${(index === 0 ? name : "").padEnd(11)}${line}`).join("");
}

function describePort({ service, target, protocol, address, published, wanted }: PublishedPort): string {
  const moved = wanted !== undefined && wanted !== published ? ` (${wanted} is in use)` : "";
  return `${service} ${target}/${protocol} at ${address}:${published ?? "a port that Docker chooses"}${moved}`;
}
