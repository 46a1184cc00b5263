import type { z } from "zod";
import { resultSchema } from "../result/result.ts";

const runHeaderSchema = resultSchema.pick({
  slug: true,
  project: true,
  host: true,
  owner: true,
  tool_version: true,
  repository: true,
  schedule: true,
  state_hub: true,
}).strip();

/** What is known about a run before it has a result: the content of `run.json`. */
export type RunHeader = Readonly<z.output<typeof runHeaderSchema>>;

/** Checks a `run.json`. Another version of the tool may have written it, so each field may be missing. */
export const storedHeaderSchema = runHeaderSchema.partial();
