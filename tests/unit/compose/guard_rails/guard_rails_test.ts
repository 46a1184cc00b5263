import { deepEqual, equal } from "node:assert/strict";
import type { ComposeModel, ComposeService } from "../../../../lib/compose/compose_model.ts";
import type { Allowance } from "../../../../lib/contract/contract.ts";
import { guardRails, renderModelProblems } from "../../../../lib/compose/guard_rails/guard_rails.ts";

const root = "/home/ana/shop";
const none: readonly Allowance[] = [];

function refused(model: Partial<ComposeModel>): readonly string[] {
  const whole: ComposeModel = { services: {}, ...model };
  return guardRails(whole, { root, allow: none }).map(({ path, found, allowance }) => `${path} ${found} ${allowance}`);
}

const bind = (source: string): ComposeService => ({ volumes: [{ type: "bind", source, target: "/x" }] });
const build = (fields: NonNullable<ComposeService["build"]>): ComposeService => ({
  build: { context: root, ...fields },
});

const services: readonly (readonly [string, ComposeService, ...string[]])[] = [
  ["an ordinary service", {
    ...bind(`${root}/data`),
    build: {
      context: `${root}/app`,
      dockerfile: "../Dockerfile",
      additional_contexts: { a: "docker-image://b", c: `${root}/c` },
    },
    cap_add: ["NET_ADMIN"],
    devices: [],
    ipc: "shareable",
    network_mode: "service:db",
    pid: "service:db",
    privileged: false,
    security_opt: ["no-new-privileges:true"],
    volumes_from: ["db:ro"],
  }],
  ["the host's network", { network_mode: "host" }, 'network_mode "host" host-network'],
  ["the host's processes", { pid: "host" }, 'pid "host" host-network'],
  ["the host's shared memory", { ipc: "host" }, 'ipc "host" host-network'],
  ["the host's name", { uts: "host" }, 'uts "host" host-network'],
  ["the host's cgroups", { cgroup: "host" }, 'cgroup "host" privileged'],
  ["the host's users", { userns_mode: "host" }, 'userns_mode "host" privileged'],
  ["privileged", { privileged: true }, "privileged true privileged"],
  [
    "all capabilities",
    { cap_add: ["CHOWN", "cap_sys_admin", "ALL"] },
    'cap_add "cap_sys_admin" privileged',
    'cap_add "ALL" privileged',
  ],
  ["no seccomp", { security_opt: ["seccomp=unconfined"] }, 'security_opt "seccomp=unconfined" privileged'],
  ["no SELinux", { security_opt: ["label:disable"] }, 'security_opt "label:disable" privileged'],
  ["a privileged build", build({ privileged: true }), "build.privileged true privileged"],
  [
    "an insecure build",
    build({ entitlements: ["network.host", "security.insecure"] }),
    'build.entitlements "network.host" host-network',
    'build.entitlements "security.insecure" privileged',
  ],
  ["a build on the host's network", build({ network: "host" }), 'build.network "host" host-network'],
  [
    "devices",
    { devices: [{ source: "/dev/kvm" }, "/dev/fuse:/dev/fuse"] },
    'devices "/dev/kvm", "/dev/fuse:/dev/fuse" devices',
  ],
  ["device rules", { device_cgroup_rules: ["c 1:3 mr"] }, 'device_cgroup_rules "c 1:3 mr" devices'],
  ["gpus", { gpus: "all" }, 'gpus "all" devices'],
  [
    "reserved devices",
    { deploy: { resources: { reservations: { devices: [{ count: -1 }] } } } },
    'deploy.resources.reservations.devices {"count":-1} devices',
  ],
  ["a foreign container's network", { network_mode: "container:x" }, 'network_mode "container:x" external'],
  ["a foreign network", { network_mode: "prod" }, 'network_mode "prod" external'],
  [
    "a foreign container's processes",
    { pid: "container:x", ipc: "container:y" },
    'pid "container:x" external',
    'ipc "container:y" external',
  ],
  ["a foreign container's volumes", { volumes_from: ["container:x:ro"] }, 'volumes_from "container:x:ro" external'],
  ["external links", { external_links: ["db:db"] }, 'external_links "db:db" external'],
  ["a provider", { provider: { type: "cloud" } }, "provider a mapping external"],
  ["Docker's socket", bind("/var/run/docker.sock"), 'volumes[0] "/var/run/docker.sock" docker-socket'],
  [
    "another Docker socket",
    bind("/run/user/1000/docker.sock"),
    'volumes[0] "/run/user/1000/docker.sock" docker-socket',
  ],
  [
    "the directory of Docker's socket",
    bind("/var/run/"),
    'volumes[0] "/var/run" docker-socket',
    'volumes[0] "/var/run" outside-paths',
  ],
  ["the whole host", bind("/"), 'volumes[0] "/" docker-socket', 'volumes[0] "/" outside-paths'],
  ["Docker's API", { use_api_socket: true }, "use_api_socket true docker-socket"],
  ["a bind outside", bind("/srv/data"), 'volumes[0] "/srv/data" outside-paths'],
  ["a bind of a directory with the same prefix", bind(`${root}-old`), `volumes[0] "${root}-old" outside-paths`],
  ["a bind of the parent", bind(`${root}/..`), 'volumes[0] "/home/ana" outside-paths'],
  ["a bind that climbs out", bind(`${root}/../x`), 'volumes[0] "/home/ana/x" outside-paths'],
  ["/dev/null", bind("/dev/null")],
  ["a build outside", build({ context: "/srv" }), 'build.context "/srv" outside-paths'],
  [
    "a Dockerfile outside",
    build({ dockerfile: "../Dockerfile" }),
    'build.dockerfile "/home/ana/Dockerfile" outside-paths',
  ],
  [
    "contexts outside",
    build({ additional_contexts: { a: "/srv", b: "oci-layout:///srv/b" } }),
    'build.additional_contexts.a "/srv" outside-paths',
    'build.additional_contexts.b "/srv/b" outside-paths',
  ],
  ["a build from Git", build({ context: "https://github.com/a/b.git", dockerfile: "../../Dockerfile" })],
  [
    "an env file outside",
    { env_file: [{ path: "/etc/env" }, "../x.env"] },
    'env_file[0] "/etc/env" outside-paths',
    'env_file[1] "/home/ana/x.env" outside-paths',
  ],
  [
    "a credential spec outside",
    { credential_spec: { file: "/etc/x.json" } },
    'credential_spec.file "/etc/x.json" outside-paths',
  ],
  [
    "Compose's own labels",
    { labels: { "com.docker.compose.project": "x" } },
    'labels "com.docker.compose.project" undefined',
  ],
  [
    "Compose's own labels on an image",
    build({ labels: { "com.docker.compose.project": "x" } }),
    'build.labels "com.docker.compose.project" undefined',
  ],
];

for (const [what, service, ...expected] of services) {
  Deno.test(`guardRails() ${expected.length === 0 ? "accepts" : "refuses"} ${what}`, () => {
    deepEqual(refused({ services: { web: service } }), expected.map((line) => `services.web.${line}`));
  });
}

Deno.test("guardRails() refuses networks, volumes, secrets and configs that are shared", () => {
  deepEqual(
    refused({
      networks: {
        own: { name: "p_own", ipam: {} },
        foreign: { name: "prod", external: true },
        lan: { driver: "macvlan" },
        label: { labels: { "com.docker.compose.network": "x" } },
        plain: null,
      },
      volumes: {
        own: { name: "keep", external: false },
        foreign: { name: "prod", external: true },
        bound: { driver_opts: { type: "none", o: "bind", device: "/srv" } },
        inside: { driver_opts: { type: "none", o: "bind", device: `${root}/data` } },
        memory: { driver_opts: { type: "tmpfs", device: "tmpfs" } },
        nfs: { driver_opts: { type: "nfs", o: "addr=x", device: ":/srv" } },
      },
      secrets: {
        own: { file: `${root}/s` },
        foreign: { external: true },
        file: { file: "/etc/s" },
        socket: { file: "/run/docker.sock" },
      },
      configs: { null: { file: "/dev/null" }, file: { file: "/etc/c" }, text: { content: "x" } },
    }),
    [
      'networks.foreign.external "prod" external',
      'volumes.foreign.external "prod" external',
      "secrets.foreign.external true external",
      'networks.lan.driver "macvlan" host-network',
      'volumes.bound.driver_opts.device "/srv" outside-paths',
      'volumes.nfs.driver_opts.device ":/srv" outside-paths',
      'secrets.file.file "/etc/s" outside-paths',
      'secrets.socket.file "/run/docker.sock" docker-socket',
      'configs.file.file "/etc/c" outside-paths',
      'networks.label.labels "com.docker.compose.network" undefined',
    ],
  );
});

Deno.test("guardRails() accepts what is allowed, and nothing else", () => {
  const model: ComposeModel = {
    services: { web: { privileged: true, network_mode: "host", labels: { "com.docker.compose.project": "x" } } },
  };
  const paths = (allow: readonly Allowance[]) => guardRails(model, { root, allow }).map(({ path }) => path);
  deepEqual(paths(["privileged"]), ["services.web.network_mode", "services.web.labels"]);
  deepEqual(paths(["privileged", "host-network"]), ["services.web.labels"]);
});

Deno.test("guardRails() still refuses the directory of the socket when only the socket is allowed", () => {
  const paths = guardRails({ services: { web: bind("/var/run") } }, { root, allow: ["docker-socket"] });
  deepEqual(paths.map(({ allowance }) => allowance), ["outside-paths"]);
});

Deno.test("guardRails() reads $$ in a model as $, and accepts a root with a trailing slash", () => {
  const model: ComposeModel = { services: { web: bind("/home/$$ana/x") } };
  deepEqual(guardRails(model, { root: "/home/$ana/", allow: [] }), []);
});

Deno.test("guardRails() suggests the service for a container of the same file", () => {
  const model: ComposeModel = { services: { db: { container_name: "shop-db" }, web: { pid: "container:shop-db" } } };
  deepEqual(guardRails(model, { root, allow: [] }).map(({ why }) => why), ['has to be written "service:db"']);
});

Deno.test("renderModelProblems() gives a line for each problem, with the word for allow", () => {
  const labels = { "com.docker.compose.project": "x" };
  const model: ComposeModel = { services: { web: { ...bind("/srv"), privileged: true, labels } } };
  equal(
    renderModelProblems(guardRails(model, { root, allow: [] })),
    [
      "services.web.privileged: gives a container control over the host, found true (allow: privileged)",
      'services.web.volumes[0]: uses a path outside the repository, which all sandboxes share, found "/srv" (allow: outside-paths)',
      "services.web.labels: sets a label that only Compose may set, because the clean-up finds a sandbox by it, " +
      'found "com.docker.compose.project"',
    ].join("\n"),
  );
});
