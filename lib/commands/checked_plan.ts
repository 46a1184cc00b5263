import type { Contract } from "../contract/contract.ts";
import { formatDuration } from "../contract/duration.ts";
import { describeTarget } from "../contract/health_check.ts";
import type { CheckedModel } from "../lifecycle/up/check_model.ts";
import type { PublishedPort } from "../compose/published_port.ts";
import { scheduleWords } from "../schedule/schedule_words.ts";
import type { Tree } from "../repository/tree.ts";

/** Returns the plan of a run for the screen: what a run of this contract would do. */
export function checkedPlan(
  contract: Contract,
  { tree, checked }: { readonly tree: Tree; readonly checked: CheckedModel | undefined },
): string {
  const checks = checked?.checks ?? contract.healthChecks;
  return [
    `${contract.name} is valid: ${contract.composeFiles.join(", ")}`,
    row("services", checked === undefined ? ["not checked"] : Object.keys(checked.model.services)),
    row("ports", (checked?.ports ?? []).map(describePort)),
    row("isolation", checked?.changes ?? []),
    row(
      "checks",
      checks.map((check) => `${check.name}: ${describeTarget(check)} within ${formatDuration(check.timeoutMs)}`),
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
