import { join } from "node:path";
import { parseJson } from "../files/parse_json.ts";
import { readText } from "../files/read_text.ts";
import { type Result, resultSchema } from "../result/result.ts";

/** Returns the result of the run in directory `path`; undefined when it cannot be read. */
export function storedResult(path: string): Result | undefined {
  return resultSchema.safeParse(parseJson(readText(join(path, "result.json")))).data;
}
