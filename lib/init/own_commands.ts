import { has, type RootFiles } from "./root_files.ts";
import { type Mapping, mapping, text } from "../contract/values.ts";

/** A test command that the repository already has, and the result files that it writes. */
export interface OwnCommand {
  readonly command: string;
  readonly results: readonly string[];
}

const MANAGERS = [
  { name: "pnpm", locks: ["pnpm-lock.yaml"], install: "pnpm install --frozen-lockfile" },
  { name: "yarn", locks: ["yarn.lock"], install: "yarn install --immutable" },
  { name: "bun", locks: ["bun.lock", "bun.lockb"], install: "bun install --frozen-lockfile" },
];

/** Detects the package manager for package.json, and how it installs packages. Source: the manuals of npm, pnpm, Yarn and Bun. */
export function packageManager(root: RootFiles): { readonly name: string; readonly install: string } {
  const named = text(json(root.texts["package.json"]).packageManager)?.replace(/@.*/, "");
  const found = MANAGERS.find(({ name, locks }) => named === name || has(root, ...locks) !== undefined);
  return found ?? { name: "npm", install: has(root, "package-lock.json") ? "npm ci" : "npm install" };
}

/** Finds commands of the repository that look like end-to-end or integration tests. */
export function ownCommands(root: RootFiles): readonly OwnCommand[] {
  return [...ownScripts(root), ...ownTargets(root), ...ownTools(root)];
}

const endToEnd = /^(?:test[:_-]?)?(?:e2e|end-to-end|integration|acceptance|system)(?:[:_-]?tests?)?$/i;

function ownScripts(root: RootFiles): readonly OwnCommand[] {
  const { name, install } = packageManager(root);
  const named = (scripts: unknown) => Object.keys(mapping(scripts)).filter((one) => endToEnd.test(one));
  return [
    ...named(json(root.texts["package.json"]).scripts).map((script) => `${install} && ${name} run ${script}`),
    ...named(json(root.texts["deno.json"]).tasks).map((task) => `deno task ${task}`),
  ].map((command) => ({ command, results: [] }));
}

function ownTargets(root: RootFiles): readonly OwnCommand[] {
  const makefile = ["Makefile", "makefile", "GNUmakefile"].map((name) => root.texts[name] ?? "").join("\n");
  const targets = [...makefile.matchAll(/^([A-Za-z][\w.-]*)\s*:(?!=)/gm)].map(([, target = ""]) => target);
  return [...new Set(targets.filter((target) => endToEnd.test(target)))]
    .map((target) => ({ command: `make ${target}`, results: [] }));
}

function ownTools(root: RootFiles): readonly OwnCommand[] {
  const gradle = has(root, "gradlew") ? "./gradlew" : "gradle";
  const maven = has(root, "mvnw") ? "./mvnw" : "mvn";
  const bats = root.names.find((name) => /\.bats$/.test(name));
  return [
    ...(has(root, "Cargo.toml") ? [{ command: "cargo test", results: [] }] : []),
    ...(has(root, "pom.xml") ? [{ command: `${maven} -B verify`, results: ["**/target/failsafe-reports/*.xml"] }] : []),
    ...(has(root, "build.gradle", "build.gradle.kts")
      ? [{ command: `${gradle} check`, results: ["**/build/test-results/**/*.xml"] }]
      : []),
    ...(bats === undefined ? [] : [{
      command: `bats --report-formatter junit --output e2e ${bats}`,
      results: ["e2e/report.xml"],
    }]),
  ];
}

/** Parses a file that contains a JSON object. Returns an empty one for a missing file and for one with comments. */
function json(source = ""): Mapping {
  try {
    return mapping(JSON.parse(source));
  } catch {
    return {};
  }
}
