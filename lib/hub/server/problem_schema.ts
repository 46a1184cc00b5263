import { z } from "@hono/zod-openapi";

/** Why the hub did not do what it was asked. */
export const problemSchema = z.object({
  error: z.string().describe("for people"),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional().describe(
    "what is wrong, field by field",
  ),
}).openapi("Problem");

/** The part of a route's description that tells an answer with a problem. */
export function problem(description: string) {
  return { description, content: { "application/json": { schema: problemSchema } } };
}
