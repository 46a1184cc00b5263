import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument } from "@optique/core/primitives";
import { askHost } from "../doctor/ask_host.ts";
import { type Finding, findingsAt, wouldFail } from "../doctor/finding.ts";
import { findingsText } from "../doctor/finding_lines.ts";
import { checkHere } from "../doctor/here_checks.ts";
import { UserError } from "../errors.ts";
import { onHost } from "../host/on_host.ts";
import { EXIT_CODES } from "../result/outcome.ts";
import type { Context } from "../cli/context.ts";
import { applyFixes } from "./doctor_fixes.ts";
import { nameable } from "../cli/nameable.ts";
import { openRepository, type Repository } from "../cli/open_repository.ts";
import { flag, hostOption, jsonOption } from "../cli/options.ts";
import { defineCommand } from "../cli/define_command.ts";
import { repositoryNeeds } from "./repository_needs.ts";
import { runsHere } from "../runner/runs_here.ts";
import { jsonLine } from "../report/json_lines.ts";
import { hostName, withHost } from "../cli/with_host.ts";

const examples = ["e2e doctor --host railiance01", "e2e doctor activity-core --fix"];

const parser = object({
  repository: optional(argument(nameable("REPO"), {
    description: message`a path or a slug: also check what its tests need`,
  })),
  host: hostOption,
  fix: flag("--fix", message`make safe fixes: remove expired sandboxes, deliver results`),
  json: jsonOption,
});

/** `e2e doctor`: checks this machine and the host, reports whether a run would fail, and suggests fixes. */
export const doctor = defineCommand({ name: "e2e doctor", parser, examples }, async (options, context) => {
  const repository = options.repository === undefined ? undefined : await openRepository(options.repository, context);
  const named = nameOf(options.host, context), host = typeof named === "string" ? named : undefined;
  let findings = await look(named, { repository, context });
  const fixed = options.fix ? await applyFixes(findings, { host, context }) : [];
  if (fixed.length > 0) findings = await look(named, { repository, context });
  const data = { host: host ?? null, would_fail: wouldFail(findings), findings, fixed };
  context.stdout(options.json ? jsonLine(data) : findingsText(findings, host));
  return wouldFail(findings) ? EXIT_CODES.infra : 0;
});

/** Returns the host's name, or a finding when there is none. */
function nameOf(host: string | undefined, context: Context): string | Finding {
  try {
    return hostName(host, context);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return findingsAt("host").failure("host", { found: error.message, mend: error.hint ?? "" });
  }
}

async function look(
  host: string | Finding,
  { repository, context }: { readonly repository: Repository | undefined; readonly context: Context },
): Promise<readonly Finding[]> {
  const { now, env, signal } = context;
  const needs = repository === undefined ? {} : await repositoryNeeds(repository);
  const unsetSecrets = (repository?.contract.secrets ?? []).filter((name) => env(name) === undefined);
  const [here, there] = await Promise.all([
    checkHere({ runs: runsHere(context), bySsh: host !== "local", unsetSecrets, now }),
    typeof host === "string"
      ? withHost(host, context, (transport) => askHost(transport, { ...needs, login: true, now, signal }), {
        readsOnly: true,
      })
      : [host],
  ]);
  const findings = [...here, ...there];
  const { native } = context;
  return native === undefined ? findings : findings.map((each) => asNative(each, native.host));
}

/** Replaces commands by those of `e2e-host`, on a host without `e2e`. */
function asNative(finding: Finding, host: string): Finding {
  const mend = finding.mend?.replace(/^e2e (gc|flush|doctor)( --host \S+)?/, "e2e-host $1")
    .replaceAll(onHost(host, ""), "");
  return mend === undefined ? finding : { ...finding, mend };
}
