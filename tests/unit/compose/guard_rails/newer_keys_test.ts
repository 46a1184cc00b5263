import { deepEqual } from "node:assert/strict";
import { type ComposeService, parseComposeModel } from "../../../../lib/compose/compose_model.ts";
import { guardRails } from "../../../../lib/compose/guard_rails/guard_rails.ts";

const root = "/home/ana/shop";

/** The problems of a model that Compose printed. Compose 2.26 does not know some of these keys: they are tried here only. */
function refused(model: object): readonly string[] {
  return guardRails(parseComposeModel(JSON.stringify({ services: {}, ...model })), { root, allow: [] })
    .map(({ path, found, allowance }) => `${path} ${found} ${allowance}`);
}

const build = (fields: object): object => ({ build: { context: root, ...fields } });
const mount = (fields: object): object => ({ volumes: [{ target: "/x", ...fields }] });

const SERVICES: readonly (readonly [string, object, ...string[]])[] = [
  ["Docker's own network", { network_mode: "bridge" }, 'network_mode "bridge" external'],
  ["Docker's own network by its other name", { network_mode: "default" }, 'network_mode "default" external'],
  ["no network", { network_mode: "none" }],
  [
    "privileged hooks",
    {
      post_start: [{ command: ["a"] }, { command: ["b"], privileged: true }],
      pre_stop: [{ command: "c", privileged: "true" }],
    },
    "post_start[1].privileged true privileged",
    "pre_stop[0].privileged true privileged",
  ],
  ["ordinary hooks", { post_start: [{ command: ["a"], user: "root" }], pre_stop: null }],
  ["a runtime with devices", { runtime: "nvidia" }, 'runtime "nvidia" devices'],
  ["a runtime by its path", { runtime: "io.containerd.nvidia.v1" }, 'runtime "io.containerd.nvidia.v1" devices'],
  ["a runtime for WebAssembly", { runtime: "io.containerd.wasmedge.v1" }],
  ["the default runtime", { runtime: "runc" }],
  ["a runtime with more isolation", { runtime: "io.containerd.runsc.v1" }],
  ["a parent cgroup", { cgroup_parent: "/system.slice" }, 'cgroup_parent "/system.slice" external'],
  ["a seccomp profile outside", { security_opt: ["seccomp=/etc/s.json"] }, 'security_opt "/etc/s.json" outside-paths'],
  [
    "a seccomp profile that climbs out",
    { security_opt: ["seccomp:../s.json"] },
    'security_opt "/home/ana/s.json" outside-paths',
  ],
  ["a seccomp profile of the repository", { security_opt: [`seccomp=${root}/s.json`, "seccomp=builtin"] }],
  [
    "no paths hidden in /proc",
    { security_opt: ["systempaths=unconfined"] },
    'security_opt "systempaths=unconfined" privileged',
  ],
  ["an SSH key outside", build({ ssh: ["default", "key=/root/.ssh/id"] }), 'build.ssh "/root/.ssh/id" outside-paths'],
  ["an SSH key as Compose 2.26 prints it", build({ ssh: ["key: /root/id"] }), 'build.ssh "/root/id" outside-paths'],
  ["an SSH key in a mapping", build({ ssh: { default: null, key: "~/id" } }), 'build.ssh "/~/id" outside-paths'],
  [
    "several SSH keys",
    build({ ssh: [`key=${root}/id,/root/id`] }),
    'build.ssh "/root/id" outside-paths',
  ],
  ["the SSH agent, and a key of the repository", build({ ssh: ["default", `key=${root}/id`] })],
  [
    "a cache outside",
    build({ cache_from: ["shop/app", "type=local,src=/var/cache/x"] }),
    'build.cache_from "/var/cache/x" outside-paths',
  ],
  [
    "a cache that climbs out",
    build({ cache_from: ["src=../cache,type=local"] }),
    'build.cache_from "/home/ana/cache" outside-paths',
  ],
  ["other caches", build({ cache_from: ["type=local,src=./cache", "type=registry,ref=a/b", "type=gha"] })],
  ["a build on another network", build({ network: "shop_default" }), 'build.network "shop_default" external'],
  ["a build on a container's network", build({ network: "container:x" }), 'build.network "container:x" external'],
  ["a build without a network", build({ network: "none" })],
  [
    "a build with devices",
    build({ entitlements: ["device=/dev/kvm"] }),
    'build.entitlements "device=/dev/kvm" devices',
  ],
  [
    "Docker's pipe",
    mount({ type: "npipe", source: "//./pipe/docker_engine" }),
    'volumes[0] "//./pipe/docker_engine" docker-socket',
  ],
  ["a cluster volume", mount({ type: "cluster", source: "data" }), 'volumes[0] "data" external'],
  ["an image as a volume", mount({ type: "image", source: "busybox:stable", image: { subpath: "bin" } })],
  [
    "mounts that appear on the host",
    mount({ type: "bind", source: root, bind: { propagation: "rshared" } }),
    'volumes[0].bind.propagation "rshared" privileged',
  ],
  ["mounts that appear in the container", mount({ type: "bind", source: root, bind: { propagation: "rslave" } })],
  [
    "Compose's own labels on an anonymous volume",
    mount({ type: "volume", volume: { labels: { "com.docker.compose.project": "x" } } }),
    'volumes[0].volume.labels "com.docker.compose.project" undefined',
  ],
];

for (const [what, service, ...expected] of SERVICES) {
  Deno.test(`guardRails() ${expected.length === 0 ? "accepts" : "refuses"} ${what}`, () => {
    deepEqual(
      refused({ services: { web: service as ComposeService } }),
      expected.map((line) => `services.web.${line}`),
    );
  });
}

Deno.test("guardRails() refuses networks, volumes and models that something outside the sandbox provides", () => {
  deepEqual(
    refused({
      networks: {
        own: { driver: "bridge", ipam: { driver: "default" } },
        many: { driver: "overlay" },
        plugin: { driver: "weave" },
        host: { name: "host", external: true },
        dhcp: { ipam: { driver: "dhcp" } },
      },
      volumes: { own: { driver: "local" }, nas: { driver: "vieux/sshfs" } },
      models: { llm: { model: "ai/smollm2", context_size: 1024 } },
    }),
    [
      'networks.host.external "host" external',
      'networks.plugin.driver "weave" host-network',
      'networks.host.driver "host" host-network',
      'networks.dhcp.ipam.driver "dhcp" host-network',
      'volumes.nas.driver "vieux/sshfs" external',
      'models.llm "ai/smollm2" external',
    ],
  );
});
