import { z } from "zod";
import { type Result, resultSchema } from "../result/result.ts";

/** What is known about a run before it has a result: the content of `run.json`. */
export type RunHeader = Pick<
  Result,
  "slug" | "project" | "host" | "owner" | "tool_version" | "repository" | "schedule" | "state_hub"
>;

const { slug, project, host, owner, tool_version, repository, schedule, state_hub } = resultSchema.shape;

/** Checks a `run.json`. Another version of the tool may have written it, so each field may be missing. */
export const storedHeaderSchema = z.object({
  slug,
  project,
  host,
  owner,
  tool_version,
  repository,
  schedule,
  state_hub,
}).partial();
