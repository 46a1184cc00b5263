import { describeValue } from "../../contract/describe_value.ts";
import type { Refusal } from "./refusal.ts";

/** Refuses labels that are Compose's own: by them a sandbox finds, when it is taken down, what belongs to it. */
export function labelRefusals(
  labels: Readonly<Record<string, unknown>> | null | undefined,
  path: string,
): readonly Refusal[] {
  return Object.keys(labels ?? {}).filter((label) => label.startsWith("com.docker.compose.")).map((label) => ({
    path,
    found: describeValue(label),
    allowance: undefined,
    why: "sets a label of Compose's own, by which a sandbox is taken down",
  }));
}
