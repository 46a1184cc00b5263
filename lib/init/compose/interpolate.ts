/** What became of a text with variables. */
export interface Interpolated {
  readonly text: string;
  /** Variables that `${NAME:?…}` insists on and that have no value. */
  readonly required: readonly string[];
  /** Variables without value or default. */
  readonly empty: readonly string[];
}

const expression = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?[-?+])([^{}$]*))?\}|([A-Za-z_]\w*))/g;
const DOLLAR = "\u0000";

/** Replaces variables as Compose does, those within defaults first. Source: the Compose specification, interpolation. */
export function interpolate(source: string, values: Readonly<Record<string, string>>): Interpolated {
  const required = new Set<string>(), empty = new Set<string>();
  const replace = (whole: string, braced?: string, operator = "", operand = "", plain?: string): string => {
    const name = braced ?? plain;
    if (name === undefined) return whole === "$$" ? DOLLAR : whole;
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const isSet = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
    if (operator.endsWith("+")) return isSet ? operand : "";
    if (isSet) return value ?? "";
    if (operator.endsWith("-")) return operand;
    (operator.endsWith("?") ? required : empty).add(name);
    return "";
  };
  let text = source;
  for (let round = 0; round < 5 && text.includes("$"); round++) text = text.replace(expression, replace);
  return { text: text.replaceAll(DOLLAR, "$"), required: [...required], empty: [...empty] };
}

/** The variables of a `.env` file. Source: the Compose documentation, .env file syntax. */
export function readEnv(source: string): Readonly<Record<string, string>> {
  const lines = source.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t]*$/gm);
  return Object.fromEntries([...lines].map(([, name = "", value = ""]) => [name, unquoted(value)]));
}

function unquoted(value: string): string {
  return /^(["'])(.*?)\1/.exec(value)?.[2] ?? value.replace(/(^|\s)#.*$/, "");
}
