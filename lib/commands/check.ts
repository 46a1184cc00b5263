import { object } from "@optique/core/constructs";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { jsonOption, noRepository, repositoryArgument } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { newPlan } from "../lifecycle/new_plan.ts";
import type { CheckedModel } from "../lifecycle/up/check_model.ts";
import { listTree, type Tree } from "../repository/tree.ts";
import { checkHere } from "./check_here.ts";
import { checkedPlan } from "./checked_plan.ts";

const parser = object({ repository: repositoryArgument, json: jsonOption }, { errors: noRepository });

const examples = ["e2e check shop", "e2e check ."];

/** `e2e check`: prints the problems of a contract and its compose file, or the plan of a run. Starts nothing. */
export const check = defineCommand({ name: "e2e check", parser, examples }, async (options, context) => {
  const repository = await openRepository(options.repository, context);
  const { contract } = repository;
  const warn = (text: string) => context.stderr(`warning: ${text}\n`);
  const tree = await listTree(repository.root, contract.sync);
  tree.notices.forEach(warn);
  const unset = contract.secrets.filter((name) => context.env(name) === undefined);
  unset.forEach((name) => warn(`secret ${name} is not set here`));
  const secrets = contract.secrets.flatMap((name) => {
    const value = context.env(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const plan = newPlan(repository, { runsDirectory: "", nowMs: context.now(), secrets: Object.fromEntries(secrets) });
  const checked = await checkHere(plan, { tree, warn });
  if (checked === undefined) context.stderr("Docker Compose is not installed here: the compose file was not checked\n");
  context.stdout(options.json ? jsonPlan(repository, { tree, checked }) : checkedPlan(contract, { tree, checked }));
});

interface Found {
  readonly tree: Tree;
  readonly checked: CheckedModel | undefined;
}

function jsonPlan({ contract }: Repository, { tree, checked }: Found): string {
  const { model, changes, ports } = checked ?? {};
  const isolated = checked === undefined ? null : { model, changes, ports };
  const sends = { files: tree.paths.length, bytes: tree.bytes, tree: tree.hash };
  return `${JSON.stringify({ contract, isolated, sends })}\n`;
}
