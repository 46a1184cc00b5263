import type { ComposeModel } from "./compose_model.ts";

/**
 * Returns the names of the environment variables that secrets and configs of a model have as their content. The resolved
 * model contains their names, not their values.
 */
export function contentVariables({ secrets, configs }: ComposeModel): readonly string[] {
  const sources = [...Object.values(secrets ?? {}), ...Object.values(configs ?? {})];
  const names = sources.flatMap((source) => source?.environment ?? []);
  return [...new Set(names)].filter((name) => /^[A-Za-z_]\w*$/.test(name));
}

const SERVICE = "variables";

/** Returns the model of a service that takes variables from its environment: resolved, it contains their values. */
export function variablesModel(names: readonly string[]): string {
  const environment = Object.fromEntries(names.map((name) => [name, null]));
  return JSON.stringify({ services: { [SERVICE]: { image: "none", environment } } });
}

/** Reads the values of variables from a resolved {@link variablesModel}, without those that are not set. */
export function variableValues(model: ComposeModel): Readonly<Record<string, string>> {
  const values = Object.entries(model.services[SERVICE]?.environment ?? {});
  return Object.fromEntries(
    values.flatMap(([name, value]) => typeof value === "string" ? [[name, value.replaceAll("$$", "$")]] : []),
  );
}

/** Returns a `.env` file with variables. Source: the Compose documentation, .env file syntax. */
export function dotEnv(values: Readonly<Record<string, string>>): string {
  return Object.entries(values).map(([name, value]) => `${name}="${value.replace(/[\\"$]/g, "\\$&")}"\n`).join("");
}
