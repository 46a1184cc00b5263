import { KEPT, type KeyTable, LABELS, partly, PATH, refused, RESOLVED, TABLE } from "./effects.ts";

const NAME = "replaced by a name of the sandbox";
const EXTERNAL = refused("external");

/** What isolation does about the keys of a compose file, and of what it has besides services. */
export const RESOURCE_KEYS: KeyTable = {
  "": [
    ["configs models networks secrets services volumes", TABLE],
    ["name", NAME],
    ["include", RESOLVED],
    ["version", "without effect in Compose"],
  ],
  "include": [
    ["env_file path project_directory", `${RESOLVED}; outside the repository: ${refused("outside-paths")}`],
  ],
  "networks.*": [
    ["attachable enable_ipv4 enable_ipv6 internal", KEPT],
    ["name", NAME],
    ["external", EXTERNAL],
    ["labels", LABELS],
    ["driver", partly(["others than `bridge`, `overlay` and `none`", "host-network"])],
    ["driver_opts", "kept, without a fixed name of the bridge"],
    ["ipam", TABLE],
  ],
  "networks.*.ipam": [["options", KEPT], ["config", TABLE], [
    "driver",
    partly(["others than `default`", "host-network"]),
  ]],
  "networks.*.ipam.config": [
    ["aux_addresses gateway ip_range", KEPT],
    ["subnet", "kept, and listed: two sandboxes with one subnet cannot run at the same time"],
  ],
  "volumes.*": [
    ["name", NAME],
    ["external", EXTERNAL],
    ["labels", LABELS],
    ["driver", partly(["others than `local`", "external"])],
    ["driver_opts", partly(["a `device` outside the repository", "outside-paths"])],
  ],
  "secrets.*": [
    ["name", NAME],
    ["external", EXTERNAL],
    ["file", PATH],
    ["environment", "kept; its value is written to `.env` beside `compose.json`"],
    ["driver driver_opts labels template_driver", KEPT],
  ],
  "configs.*": [
    ["name", NAME],
    ["external", EXTERNAL],
    ["file", PATH],
    ["environment", "kept; its value is written to `.env` beside `compose.json`"],
    ["content labels template_driver", KEPT],
  ],
  "models.*": [["context_size model name runtime_flags", EXTERNAL]],
  "networks.*.external": [["name", EXTERNAL]],
  "volumes.*.external": [["name", EXTERNAL]],
  "secrets.*.external": [["name", EXTERNAL]],
  "configs.*.external": [["name", EXTERNAL]],
};
