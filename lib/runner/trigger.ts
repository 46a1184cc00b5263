import type { Trigger } from "../result/run_header.ts";

/**
 * The variables by which CI systems are known. Most set `CI`; these do not, or not everywhere. Source: the documentation of GitHub,
 * GitLab, Buildkite, Jenkins, Azure Pipelines, TeamCity, CircleCI, Travis, AppVeyor, Drone, Woodpecker, Bitbucket, AWS CodeBuild,
 * Bamboo, Cirrus, Semaphore, GoCD.
 */
const CI_VARIABLES = [
  "CI CONTINUOUS_INTEGRATION GITHUB_ACTIONS GITLAB_CI BUILDKITE JENKINS_URL HUDSON_URL TF_BUILD TEAMCITY_VERSION CIRCLECI",
  "TRAVIS APPVEYOR DRONE CI_PIPELINE_ID BITBUCKET_BUILD_NUMBER CODEBUILD_BUILD_ID bamboo_buildKey CIRRUS_CI SEMAPHORE",
  "GO_PIPELINE_NAME FORGEJO_ACTIONS GITEA_ACTIONS",
].join(" ").split(" ");

const isOff = (value: string | undefined) => value === undefined || /^(|0|false|no|off)$/i.test(value.trim());

/** Returns what starts a run: its schedule, or a CI system, or else a person. With `CI=false` it is not a CI system. */
export function triggerOf(
  { schedule, env }: { readonly schedule: unknown; readonly env: (name: string) => string | undefined },
): Trigger {
  if (schedule !== undefined) return "schedule";
  const ci = env("CI") ?? "";
  if (ci !== "" && isOff(ci)) return "person";
  return CI_VARIABLES.some((name) => !isOff(env(name))) ? "ci" : "person";
}
