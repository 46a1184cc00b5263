import assert from "node:assert/strict";

/** Runs a program with exactly these variables beside PATH and HOME. It has to succeed; returns its output. */
export async function output(
  [program, ...args]: readonly [string, ...string[]],
  { cwd = "/", env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const ours = { PATH: Deno.env.get("PATH") ?? "", HOME: Deno.env.get("HOME") ?? "", ...env };
  const { code, stdout, stderr } = await new Deno.Command(program, { args, cwd, env: ours, clearEnv: true }).output();
  assert.equal(code, 0, `${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

type Inspected = Record<string, unknown>;

/**
 * Inspects the containers, images, networks and named volumes of a compose project, by kind and name, without what differs
 * between any two projects. A container also has the content of its secrets and configs, as `files`.
 */
export async function inspectStack(project: string): Promise<Readonly<Record<string, unknown>>> {
  const all = await Promise.all([
    inspected("container", { project, list: ["ps", "-aq", "--no-trunc"] }),
    inspected("image", { project, list: ["images", "-q", "--no-trunc"] }),
    inspected("network", { project, list: ["network", "ls", "-q"] }),
    inspected("volume", { project, list: ["volume", "ls", "-q"] }),
  ]);
  const ids = all.flat().map(([name, { Id }]) => [String(Id), name] as const);
  const text = JSON.stringify(Object.fromEntries(all.flat()), neutral);
  const named = ids.reduce((text, [id, name]) => text.replaceAll(id, name), text).replaceAll(project, "PROJECT");
  return JSON.parse(named, sorted);
}

async function inspected(
  kind: string,
  { project, list }: { readonly project: string; readonly list: readonly string[] },
): Promise<readonly (readonly [name: string, Inspected])[]> {
  const ids = await output(["docker", ...list, "--filter", `label=com.docker.compose.project=${project}`]);
  const unique = [...new Set(ids.split("\n").filter((id) => id !== ""))];
  const all: readonly Inspected[] = JSON.parse(await output(["docker", "inspect", "--type", kind, ...unique]));
  const files = await Promise.all(all.map(({ Id }) => kind === "container" ? contents(String(Id)) : ""));
  return all.map((each, index) => {
    const name = `${kind} ${each.RepoTags ?? each.Name}`;
    return [name, { ...each, files: files[index], hostname: String(each.Id).slice(0, 12) }];
  });
}

/** The files that Compose copies into a container for secrets and configs. */
function contents(id: string): Promise<string> {
  const copy = 'for each in /run/secrets /from_dotenv /etc/inline.conf; do docker cp "$1:$each" - | tar xO; done; true';
  return output(["sh", "-c", copy, "sh", id]);
}

const VARYING = new Set([
  ...[
    "Id",
    "hostname",
    "Created",
    "CreatedAt",
    "LogPath",
    "ResolvConfPath",
    "HostnamePath",
    "HostsPath",
    "GraphDriver",
  ],
  ...["NetworkID", "Mountpoint", "Parent", "Metadata", "ContainerConfig", "RepoTags", "State"],
]);

/** Labels that name the project, its files or the sandbox. */
const LABELS = /^com\.docker\.compose\.(?:project|config-hash|image)\b|^dev\.custodian\.e2e\./;

/** Leaves out what varies. A container's own id is its hostname and an alias. */
function neutral(this: unknown, key: string, value: unknown): unknown {
  if (VARYING.has(key) || LABELS.test(key) || (key === "Hostname" && /^[0-9a-f]{12}$/.test(String(value)))) {
    return undefined;
  }
  if (key === "Aliases" && Array.isArray(value)) {
    return [...new Set(value)].filter((alias) => !/^[0-9a-f]{12}$/.test(String(alias)));
  }
  if (key === "IPAMConfig") return value ?? {};
  if (key === "com.docker.compose.depends_on") return String(value).split(",");
  if (key === "Name" && /^[0-9a-f]{64}$/.test(String(value))) return "anonymous";
  if (key === "Source" && /\/[0-9a-f]{64}\/_data$/.test(String(value))) return "anonymous";
  return (key === "Subnet" || key === "Gateway") && !String(value).startsWith("10.") ? "from a pool" : value;
}

/** Sorts keys and lists, except for the words of a command. */
function sorted(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return /^(?:Cmd|Args|Entrypoint|Test|Layers)$/.test(key) ? value : value.toSorted(byText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).toSorted(byText));
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}
