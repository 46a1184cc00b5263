/** The parts of a JSON schema from which the tables of `docs/contract.md` are made. */
export interface KeySchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, KeySchema>>;
  readonly items?: KeySchema;
  readonly required?: readonly string[];
}

const BLOCK = /(<!-- keys ([^>]*?) -->\n)[\s\S]*?(<!-- end -->)/g;

/**
 * Returns a page with its tables of keys made from the schema. A table is between `<!-- keys NAME… -->` and `<!-- end -->`.
 * `KEY: NAME…` means the keys of the mappings in the list `KEY`. Throws when a key of the schema is in no table.
 */
export function withTables(page: string, schema: KeySchema): string {
  const left = new Set(Object.keys(schema.properties ?? {}));
  const text = page.replaceAll(BLOCK, (_, begin: string, words: string, end: string) => {
    const [first = "", ...rest] = words.split(" ");
    const list = first.endsWith(":") ? schema.properties?.[first.slice(0, -1)]?.items : undefined;
    const names = list === undefined ? [first, ...rest] : rest;
    if (list === undefined) names.forEach((name) => left.delete(name));
    return `${begin}\n${table(names, list ?? schema)}\n${end}`;
  });
  if (left.size > 0) throw new Error(`No table contains ${[...left].join(", ")}`);
  return text;
}

function table(names: readonly string[], { properties = {}, required = [] }: KeySchema): string {
  const row = (name: string) => {
    const key = properties[name];
    if (key?.description === undefined) throw new Error(`The schema has no description of "${name}"`);
    return `| \`${name}\` | ${required.includes(name) ? "required" : preset(key.default)} | ${key.description} |\n`;
  };
  return `| key | default | meaning |\n| --- | --- | --- |\n${names.map(row).join("")}`;
}

function preset(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "object" ? "none" : `\`${value}\``;
}
