interface Interpolated {
  readonly text: string;
  /** Variables without a value that `${NAME:?…}` requires. */
  readonly required: readonly string[];
  /** Variables without a value and without a default. */
  readonly empty: readonly string[];
}

const expression = /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?[-?+])([^{}$]*))?\}|([A-Za-z_]\w*))/g;
const DOLLAR = "\u0000";

/** Replaces variables like Compose, inner ones of nested defaults first. Source: the Compose specification, interpolation. */
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
