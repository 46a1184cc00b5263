import { object } from "@optique/core/constructs";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { jsonOption, noRepository, repositoryArgument } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import type { Contract } from "../contract/contract.ts";
import { newPlan } from "../lifecycle/new_plan.ts";
import type { CheckedModel } from "../lifecycle/up/check_model.ts";
import { listTree, type Tree } from "../repository/tree.ts";
import { jsonLine } from "../report/json_lines.ts";
import { isMaskable } from "../secrets/masker.ts";
import { maskedValue, textMasker, withMaskedErrors } from "../secrets/masked.ts";
import { checkHere } from "./check_here.ts";
import { checkedPlan } from "./checked_plan.ts";

const parser = object({ repository: repositoryArgument, json: jsonOption }, { errors: noRepository });

const examples = ["e2e check shop", "e2e check ."];

/** `e2e check`: prints the problems of a contract and its compose file, or the plan of a run. Starts nothing. */
export const check = defineCommand({ name: "e2e check", parser, examples }, async (options, context) => {
  const repository = await openRepository(options.repository, context);
  const { contract } = repository;
  const set = contract.secrets.flatMap((name) => {
    const value = context.env(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const secrets = Object.fromEntries(set), values = Object.values(secrets), mask = textMasker(values);
  const warn = (text: string) => context.stderr(mask(`warning: ${text}\n`));
  const tree = await listTree(repository.root, contract.sync, context.signal);
  tree.notices.forEach(warn);
  contract.secrets.flatMap((name) => whyUnusable(name, secrets[name]) ?? []).forEach(warn);
  const placeholders = Object.fromEntries(contract.secrets.map((name) => [name, "***"])); // before a value in a .env file
  const all = { ...placeholders, ...secrets };
  const plan = newPlan(repository, { runsDirectory: "", nowMs: context.now(), secrets: all });
  const checked = await withMaskedErrors(values, () => checkHere(plan, { tree, warn, signal: context.signal }));
  if (checked === undefined) context.stderr("Docker Compose is not installed here: the compose file was not checked\n");
  const found = { tree, checked };
  if (options.json) {
    context.stdout(jsonLine(maskedValue(jsonPlan(repository, found), [...values, ...inFiles(contract, checked)])));
  } else context.stdout(mask(checkedPlan(contract, found)));
});

/** Returns the values that services get for the names of secrets: Compose also reads them from an env_file. */
function inFiles({ secrets }: Contract, checked: CheckedModel | undefined): readonly string[] {
  const environments = Object.values(checked?.model.services ?? {}).map(({ environment }) => environment ?? {});
  return environments.flatMap((each) => secrets.map((name) => each[name]).filter((value) => typeof value === "string"));
}

function whyUnusable(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return `secret ${name} is not set here`;
  return isMaskable(value) ? undefined : `secret ${name} is too short to be masked: a run refuses it`;
}

interface Found {
  readonly tree: Tree;
  readonly checked: CheckedModel | undefined;
}

function jsonPlan({ contract }: Repository, { tree, checked }: Found) {
  const { model, changes, ports } = checked ?? {};
  const isolated = checked === undefined ? null : { model, changes, ports };
  const sends = { files: tree.paths.length, bytes: tree.bytes, tree: tree.hash };
  return { contract, isolated, sends };
}
