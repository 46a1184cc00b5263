import { resolve } from "node:path/posix";
import type { ComposeService } from "../compose_model.ts";
import type { Allowance } from "../../contract/contract.ts";
import { describeValue } from "../../contract/describe_value.ts";
import { assignments, texts } from "../../contract/values.ts";
import { isInside } from "../../files/inside.ts";
import { isOn } from "../is_on.ts";
import { labelProblems, type ModelProblem, type ServicePlace } from "./model_problem.ts";
import { pathProblems } from "./path_problems.ts";

/** Returns what the build of a service does outside its sandbox. A build context from a URL is a copy, so it is no problem. */
export function buildProblems({ build }: ComposeService, { path, root }: ServicePlace): readonly ModelProblem[] {
  if (!build) return [];
  return [
    ...buildPaths(build, root).flatMap(([key, target]) =>
      target?.startsWith("/") ? pathProblems(target, { at: `${path}.build.${key}`, root }) : []
    ),
    ...privileges(build).map(([key, value, [allowance, why]]) => ({
      path: `${path}.build.${key}`,
      found: describeValue(value),
      allowance,
      why,
    })),
    ...labelProblems(build.labels, `${path}.build.labels`),
  ];
}

type Build = NonNullable<ComposeService["build"]>;

function buildPaths(build: Build, root: string): readonly (readonly [key: string, path: string | undefined])[] {
  const local = build.context?.startsWith("/") ? build.context : undefined;
  const file = local === undefined || build.dockerfile === undefined ? undefined : resolve(local, build.dockerfile);
  const dockerfile = file === undefined || isInside(file, local ?? "") ? undefined : file; // the context is judged already
  const contexts = Object.entries(build.additional_contexts ?? {}).map(([name, context]) =>
    [`additional_contexts.${name}`, context.replace(/^oci-layout:\/\//, "")] as const
  );
  return [
    ["context", local],
    ["dockerfile", dockerfile],
    ...contexts,
    ...sshKeys(build.ssh).map((key) => ["ssh", resolve(root, key)] as const),
    ...texts(build.cache_from).flatMap(localCache).map((cache) => ["cache_from", resolve(root, cache)] as const),
  ];
}

/** The files of `default`, `ID=FILE,…`, or of a mapping from ids to files. Compose 2.26 prints `ID: FILE`. */
function sshKeys(ssh: unknown): readonly string[] {
  return assignments(ssh).flatMap((each) => /^[^=:]*(?:=|: )(.+)$/.exec(each)?.[1]?.split(",") ?? [])
    .map((file) => file.replace(/^~/, "/~")); // a home directory is outside
}

/** The directory of a cache of the type `local`. Source: the BuildKit documentation, local cache. */
function localCache(cache: string): readonly string[] {
  return /(?:^|,)type=local(?:,|$)/.test(cache) ? /(?:^|,)src=([^,]+)/.exec(cache)?.slice(1) ?? [] : [];
}

/** What permits a privilege, and what it does. */
type Privilege = readonly [allowance: Allowance, why: string];

const PRIVILEGED: Privilege = ["privileged", "gives a build control over the host"];
const HOST_NETWORK: Privilege = ["host-network", "shares a namespace with the host and all sandboxes"];
const OTHER_NETWORK: Privilege = ["external", "uses a network from outside the sandbox"];

/** Source: the Compose specification, build, entitlements. */
const ENTITLEMENTS: readonly (readonly [RegExp, Privilege])[] = [
  [/^security\.insecure$/, PRIVILEGED],
  [/^network\.host$/, ["host-network", "lets a build use the host's network"]],
  [/^device\b/, ["devices", "lets a build use devices of the host, which all sandboxes share"]],
];

function privileges(
  { network = "", privileged, entitlements }: Build,
): readonly (readonly [key: string, value: unknown, Privilege])[] {
  const isOwn = ["", "default", "none", "bridge"].includes(network);
  return [
    ...isOwn ? [] : [["network", network, network === "host" ? HOST_NETWORK : OTHER_NETWORK] as const],
    ...isOn(privileged) ? [["privileged", true, PRIVILEGED] as const] : [],
    ...(entitlements ?? []).flatMap((name) => {
      const privilege = ENTITLEMENTS.find(([pattern]) => pattern.test(name))?.[1];
      return privilege === undefined ? [] : [["entitlements", name, privilege] as const];
    }),
  ];
}
