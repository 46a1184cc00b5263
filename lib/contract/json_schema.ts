import { z } from "zod";
import { contractSchema } from "./contract_schema.ts";

/** The contract as a JSON Schema (draft 7), for editors: of what people write, so that keys with a default are optional. */
export const contractJsonSchema = {
  $id: "urn:custodian:e2e:contract:1",
  title: "The contract of a repository with @custodian/e2e: e2e/e2e.yml",
  ...z.toJSONSchema(contractSchema, { target: "draft-7", io: "input" }),
};
