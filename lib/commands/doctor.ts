import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { map, optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { string } from "@optique/core/valueparser";
import { askHere } from "../doctor/ask_here.ts";
import { askHost } from "../doctor/ask_host.ts";
import { type Finding, wouldFail } from "../doctor/finding.ts";
import { findingsText } from "../doctor/finding_lines.ts";
import { hereFindings } from "../doctor/here_findings.ts";
import { testProgram } from "../doctor/test_program.ts";
import { UserError } from "../errors.ts";
import { EXIT_CODES } from "../lifecycle/outcome.ts";
import type { Context } from "./context.ts";
import { applyFixes } from "./doctor_fixes.ts";
import { openRepository, type Repository } from "./open_repository.ts";
import { hostOption, jsonOption } from "./options.ts";
import { parseArgs } from "./parse_args.ts";
import { runsHere } from "./runs_here.ts";
import { hostName, withHost } from "./with_host.ts";

const parser = object({
  repository: optional(argument(string({ metavar: "REPO" }), {
    description: message`a path, or a slug: whether its tests find what they need`,
  })),
  host: hostOption,
  fix: map(
    optional(option("--fix", { description: message`do what is safe: remove what is expired, deliver what waits` })),
    (fix) => fix ?? false,
  ),
  json: jsonOption,
});

/** `e2e doctor`: whether a run would fail, by what is here and on the host, and what mends it. */
export async function doctor(args: readonly string[], context: Context): Promise<number> {
  const options = parseArgs(parser, { name: "e2e doctor", args }, context);
  if (options === undefined) return 0;
  const repository = options.repository === undefined ? undefined : await openRepository(options.repository, context);
  const host = named(options.host, context);
  let findings = await look(host, { repository, context });
  const fixed = options.fix ? await applyFixes(findings, { host: host.name, context }) : [];
  if (fixed.length > 0) findings = await look(host, { repository, context });
  if (options.json) {
    context.stdout(
      `${JSON.stringify({ host: host.name ?? null, would_fail: wouldFail(findings), findings, fixed })}\n`,
    );
  } else context.stdout(findingsText(findings, host.name));
  return wouldFail(findings) ? EXIT_CODES.infra : 0;
}

/** The host, or what is wrong with its name. */
type Named = { readonly name: string; readonly trouble?: never } | { readonly name?: never; readonly trouble: Finding };

function named(host: string | undefined, context: Context): Named {
  try {
    return { name: hostName(host, context) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { trouble: { name: "host", where: "host", grade: "failure", found: error.message, mend: error.hint ?? "" } };
  }
}

async function look(
  host: Named,
  { repository, context }: { readonly repository: Repository | undefined; readonly context: Context },
): Promise<readonly Finding[]> {
  const { contract } = repository ?? {}, { now, env, signal } = context;
  // A PATH of the contract's own is another world than the login environment.
  const program = contract === undefined || contract.env.PATH ? undefined : testProgram(contract.testCommand);
  const unsetSecrets = (contract?.secrets ?? []).filter((name) => env(name) === undefined);
  const [here, there] = await Promise.all([
    askHere({ runs: runsHere(context), bySsh: host.name !== "local", unsetSecrets, now }),
    host.name === undefined
      ? [host.trouble]
      : withHost(host.name, context, (transport) => askHost(transport, { program, now, signal })),
  ]);
  return [...hereFindings(here), ...there];
}
