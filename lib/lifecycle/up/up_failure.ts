import type { ExecResult } from "../../host/exec.ts";
import { portHolder } from "../../sandbox/port_holder.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { dockerTrouble } from "../../compose/docker_trouble.ts";
import { whyNotUp } from "../failing_services.ts";
import { type Failure, failure } from "../../result/phase.ts";
import { hostFailure, lastLines, lookHint, type RunContext, runLimitFailure } from "../run_context.ts";

/** What to do when a registry is in trouble. */
export const REGISTRY_HINT = "check the host's network and the registry, then run again";

/** What Compose says while all goes well. */
const PROGRESS = /^ *(Container|Network|Volume|Image|Service) \S+ +[A-Z][a-z]+$/;

/** What it means that Docker Compose could not build or start the stack. */
export async function upFailure(
  run: RunContext,
  sandbox: Sandbox,
  options: { readonly result: ExecResult; readonly what: string },
): Promise<Failure> {
  const { result, what } = options;
  if (result.kind === "cancelled" || result.kind === "lost") return hostFailure(run, result, what);
  if (result.kind === "timed-out") {
    if (run.now() >= run.deadlineMs) return runLimitFailure(run);
    return failure("unhealthy", `${what} within its limit of ${run.plan.contract.upTimeoutMs / 1000} s`, {
      detail: [...lastLines(result.stderr), ...await whyNotUp(sandbox)],
      hint: "raise up_timeout in e2e/e2e.yml, or find out which service takes so long",
    });
  }
  const words = lastLines(result.stderr).filter((line) => !PROGRESS.test(line));
  const { kind, outcome, port } = dockerTrouble(result.stderr);
  switch (kind) {
    case "port-taken":
      return failure(
        "busy",
        `Port ${port} on ${run.transport.name} is in use by ${await portHolder(run.transport, port ?? 0)}`,
        {
          hint:
            "--wait 10m tries until it is free; ports: private in e2e/e2e.yml gives every sandbox an address of its own",
        },
      );
    case "networks-used-up":
      return failure("busy", `${run.transport.name} has no network left to give: ${words.at(-1) ?? ""}`, {
        hint: "e2e ps shows the sandboxes that hold networks; --wait 10m tries until there is room",
      });
    case "engine":
      return failure("infra", `The Docker Engine of ${run.transport.name} does not answer`, {
        detail: words,
        hint: "docker info",
      });
    case "disk-full":
      return failure("infra", `The disk of ${run.transport.name} is full`, {
        detail: words,
        hint: "docker system df shows what Docker holds",
      });
    case "registry":
    case "no-such-image":
    case "other":
      return failure(outcome, `${what}: ${words.at(-1) ?? `exit code ${result.code}`}`, {
        detail: [...lastLines(result.stdout), ...words.slice(0, -1), ...await whyNotUp(sandbox)],
        ...(kind === "registry" ? { hint: REGISTRY_HINT } : kind === "other" ? { hint: lookHint(run) } : {}),
      });
    default:
      return kind satisfies never;
  }
}
