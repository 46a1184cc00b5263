import { onHost } from "../host/on_host.ts";
import { count } from "../result/words.ts";
import type { HostAnswers } from "./host_answers.ts";
import { type Finding, findingsAt } from "./finding.ts";

const { ok, failure } = findingsAt("host");

/**
 * Checks the images that a repository needs: each is on the host, or its registry answers. `images` are those that were asked for,
 * `host` is for the command to type.
 */
export function imageFindings(answers: HostAnswers, { images, host }: {
  readonly images: readonly string[];
  readonly host: string;
}): readonly Finding[] {
  if (images.length === 0 || !answers.has("engine")) return [];
  const missing = answers.get("image_missing") ?? [], [first = ""] = missing;
  const here = `${images.length - missing.length} of ${count(images.length, "image", "images")} on the host`;
  const silent = answers.get("registry_error") ?? [], registries = answers.get("registry") ?? [];
  if (silent.length === 0) return [ok("images", [here, ...registries.map((each) => `${each} answers`)].join(", "))];
  const mend = `${onHost(host, `docker pull ${first}`)}, or check the network of the host`;
  return [failure("images", { found: `missing: ${missing.join(", ")}; ${silent.join("; ")}`, mend })];
}
