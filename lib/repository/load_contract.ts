import { join } from "node:path";
import { UserError } from "../errors.ts";
import { quote } from "../host/quote.ts";
import type { Contract } from "../contract/contract.ts";
import { emptySubmodules, submoduleCommand } from "./empty_submodules.ts";
import { isInside } from "../files/inside.ts";
import { type Problem, renderProblems } from "../contract/problem.ts";
import { readContract, type ValidContract } from "../contract/read_contract.ts";

/** The path of the contract, relative to the repository's root. */
export const contractPath = "e2e/e2e.yml";

/**
 * Reads a repository's contract, and checks that its compose files are files inside the repository after following links.
 * Throws a `UserError` (invalid) whose message reports all problems.
 */
export async function loadContract(root: string): Promise<Contract> {
  const reading = readContract(await readFile(root), contractPath);
  const problems = reading.kind === "valid" ? await composeFileProblems(reading, root) : reading.problems;
  if (reading.kind === "valid" && problems.length === 0) return reading.contract;
  throw new UserError(renderProblems(problems), { outcome: "invalid" });
}

async function readFile(root: string): Promise<Uint8Array> {
  try {
    const path = join(root, contractPath);
    if ((await Deno.stat(path)).isFifo) throw new Error("it is a named pipe");
    return await Deno.readFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "the file does not exist" : String(error);
    throw new UserError(`Cannot read ${contractPath} in ${root}: ${reason}`, {
      hint: `e2e init ${quote(root)}`,
      outcome: "invalid",
    });
  }
}

async function composeFileProblems({ contract, problemAt }: ValidContract, root: string): Promise<readonly Problem[]> {
  const physicalRoot = await Deno.realPath(root);
  const messages = await Promise.all(contract.composeFiles.map((file) => composeFileProblem(file, physicalRoot)));
  const isList = contract.composeFiles.length > 1;
  return messages.flatMap((message, index) =>
    message === undefined ? [] : [problemAt({ path: ["compose_file", ...(isList ? [index] : [])] }, { message })]
  );
}

async function composeFileProblem(file: string, root: string): Promise<string | undefined> {
  const path = join(root, file);
  const expected = "expected a compose file of the repository";
  try {
    const target = await Deno.realPath(path);
    if (!isInside(target, root)) return `${expected}, found ${JSON.stringify(file)}, a link to ${target} outside it`;
    return (await Deno.stat(target)).isFile
      ? undefined
      : `${expected}, found ${JSON.stringify(file)}, which is not a file`;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return `${expected}, found ${JSON.stringify(file)}: ${String(error)}`;
    return `${expected}, found ${JSON.stringify(file)}, ${await describeMissing(path)}${await inSubmodule(file, root)}`;
  }
}

async function inSubmodule(file: string, root: string): Promise<string> {
  const path = (await emptySubmodules(root)).find((each) => isInside(file, each));
  return path === undefined ? "" : `; its submodule is empty: ${submoduleCommand(path)}`;
}

async function describeMissing(path: string): Promise<string> {
  try {
    return `a link to ${await Deno.readLink(path)}, which does not exist`;
  } catch {
    return "which does not exist";
  }
}
