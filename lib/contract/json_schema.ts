import { z } from "zod";
import { contractSchema } from "./contract_schema.ts";

/** The JSON Schema (draft 7) of `e2e/e2e.yml`, for editors. It describes the input: keys with a default are optional. */
export const contractJsonSchema = {
  $id: "urn:custodian:e2e:contract:1",
  title: "The contract of a repository for @custodian/e2e: e2e/e2e.yml",
  ...z.toJSONSchema(contractSchema, { target: "draft-7", io: "input" }),
};
