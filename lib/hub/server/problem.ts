import { z } from "@hono/zod-openapi";

const problemSchema = z.object({
  error: z.string().describe("a message for people"),
  fields: z.array(z.object({ path: z.string(), message: z.string() })).optional().describe(
    "what is wrong with each field",
  ),
}).openapi("Problem");

/** Describes a JSON answer, for a route's `responses`. */
export function jsonAnswer<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { "application/json": { schema } } };
}

/** Describes an answer with a problem, for a route's `responses`. */
export const problem = (description: string) => jsonAnswer(description, problemSchema);
