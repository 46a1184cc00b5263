import { z } from "@hono/zod-openapi";

const problemSchema = z.object({
  error: z.string().describe("a message for people"),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional().describe(
    "what is wrong with each field",
  ),
}).openapi("Problem");

/** Describes an answer with a problem, for a route's `responses`. */
export function problem(description: string) {
  return { description, content: { "application/json": { schema: problemSchema } } };
}
