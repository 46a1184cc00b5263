import { UserError } from "../../errors.ts";

/** Returns the stored logs of the run in directory `run`; those of several services with the service before each line. Throws a UserError when there are none. */
export async function storedLogs(run: string, service: string | undefined): Promise<string> {
  const directory = `${run}/services`, names = (await Array.fromAsync(entries(directory))).sort();
  const found = service === undefined ? names : names.filter((name) => isOf(service, name));
  if (found.length === 0) {
    const of = service === undefined ? "any service" : `service "${service}"`;
    const stored = names.map(withoutSuffix).join(", ") || "none";
    throw new UserError(`No log of ${of} in ${run} (stored logs: ${stored})`, { hint: "e2e history" });
  }
  const texts = await Promise.all(found.map(async (name) => {
    const text = await Deno.readTextFile(`${directory}/${name}`);
    return found.length > 1 ? text.replaceAll(/^(?=.)/gm, `${withoutSuffix(name)} | `) : text;
  }));
  return texts.join("");
}

const withoutSuffix = (name: string) => name.replace(/\.log$/, "");

/** Returns whether a file holds the log of a service: `web.log`, or `web-1.log` where it has several containers. */
function isOf(service: string, name: string): boolean {
  return name === `${service}.log` || name.startsWith(`${service}-`);
}

async function* entries(directory: string): AsyncGenerator<string> {
  try {
    for await (const { name } of Deno.readDir(directory)) yield name;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
