import { KEPT, type KeyTable, LABELS, OWN_TAG, partly, PATH, refused, TABLE, UNUSED } from "./effects.ts";

/** What isolation does about the keys of a service's build and deployment. */
export const BUILD_KEYS: KeyTable = {
  "services.*.build": [
    ["dockerfile_inline extra_hosts isolation no_cache platforms provenance pull sbom secrets shm_size target", KEPT],
    ["ulimits", KEPT],
    ["context", partly(["outside the repository", "outside-paths"]) + "; a URL is kept"],
    ["dockerfile", PATH],
    ["args", `kept; ${OWN_TAG}`],
    ["additional_contexts", `${PATH}; ${OWN_TAG}`],
    ["cache_from", partly(["`type=local` outside the repository", "outside-paths"])],
    ["cache_to tags", "removed"],
    ["labels", LABELS],
    ["network", partly(["`host`", "host-network"], ["another network or container", "external"])],
    ["privileged", refused("privileged")],
    [
      "entitlements",
      partly(["`security.insecure`", "privileged"], ["`network.host`", "host-network"], ["`device`", "devices"]),
    ],
    ["ssh", partly(["a key outside the repository", "outside-paths"])],
  ],
  "services.*.build.secrets": [["gid mode source target uid", KEPT]],
  "services.*.build.ulimits.*": [["hard soft", KEPT]],
  "services.*.deploy": [
    ["mode replicas", KEPT],
    ["resources", TABLE],
    ["restart_policy", KEPT],
    ["endpoint_mode labels placement rollback_config update_config", UNUSED],
  ],
  "services.*.deploy.resources": [["limits reservations", TABLE]],
  "services.*.deploy.resources.limits": [["cpus memory pids", KEPT]],
  "services.*.deploy.resources.reservations": [
    ["cpus memory", KEPT],
    ["devices", refused("devices")],
    ["generic_resources", UNUSED],
  ],
  "services.*.deploy.resources.reservations.devices": [
    ["capabilities count device_ids driver options", refused("devices")],
  ],
  "services.*.deploy.restart_policy": [["condition delay max_attempts window", KEPT]],
  "services.*.deploy.resources.reservations.generic_resources": [["discrete_resource_spec", UNUSED]],
  "services.*.deploy.resources.reservations.generic_resources.discrete_resource_spec": [["kind value", UNUSED]],
  "services.*.deploy.placement.preferences": [["spread", UNUSED]],
  "services.*.deploy.placement": [["constraints max_replicas_per_node preferences", UNUSED]],
  "services.*.deploy.rollback_config": [["delay failure_action max_failure_ratio monitor order parallelism", UNUSED]],
  "services.*.deploy.update_config": [["delay failure_action max_failure_ratio monitor order parallelism", UNUSED]],
};
