import { join } from "node:path";
import { type Result, resultSchema } from "../result/result.ts";

/** Returns the result of the run in directory `path`; undefined when it cannot be read. */
export function storedResult(path: string): Result | undefined {
  try {
    return resultSchema.safeParse(JSON.parse(readText(join(path, "result.json")) ?? "")).data;
  } catch {
    return undefined;
  }
}

/** Returns the text of a file; undefined when it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
