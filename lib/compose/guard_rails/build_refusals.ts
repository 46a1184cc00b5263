import { resolve } from "node:path/posix";
import type { ComposeService } from "../compose_model.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { isOn } from "../is_on.ts";
import { labelRefusals } from "./label_refusals.ts";
import { pathRefusals } from "./path_refusals.ts";
import type { Refusal, ServicePlace } from "./refusal.ts";

/** Gives what the build of a service does beyond its sandbox. A context by URL is a copy, and so no concern. */
export function buildRefusals({ build }: ComposeService, { path, root }: ServicePlace): readonly Refusal[] {
  if (!build) return [];
  const local = build.context?.startsWith("/") ? build.context : undefined;
  const dockerfile = local === undefined || build.dockerfile === undefined
    ? undefined
    : resolve(local, build.dockerfile);
  const contexts = Object.entries(build.additional_contexts ?? {}).map(([name, context]) =>
    [`additional_contexts.${name}`, context.replace(/^oci-layout:\/\//, "")] as const
  );
  const paths = [["context", local] as const, ["dockerfile", dockerfile] as const, ...contexts];
  return [
    ...paths.flatMap(([key, there]) =>
      there?.startsWith("/") ? pathRefusals(there, { at: `${path}.build.${key}`, root }) : []
    ),
    ...powers(build).map(({ key, ...power }): Refusal => ({ path: `${path}.build.${key}`, ...power })),
    ...labelRefusals(build.labels, `${path}.build.labels`),
  ];
}

type Power = Omit<Refusal, "path"> & { readonly key: string };

function powers(build: NonNullable<ComposeService["build"]>): readonly Power[] {
  const network = {
    allowance: "host-network",
    why: "shares a namespace with the host, where every sandbox meets",
  } as const;
  const privileged = { allowance: "privileged", why: "gives a build power over the host" } as const;
  return [
    ...(build.network === "host" ? [{ key: "network", found: '"host"', ...network }] : []),
    ...(isOn(build.privileged) ? [{ key: "privileged", found: "true", ...privileged }] : []),
    ...(build.entitlements ?? []).filter((name) => name === "security.insecure")
      .map((name) => ({ key: "entitlements", found: describeValue(name), ...privileged })),
  ];
}
