import { isMapping } from "../../contract/values.ts";
import { COMPOSE_KEYS } from "./compose_keys.ts";

const KNOWN = new Map(
  Object.entries(COMPOSE_KEYS).map(([path, keys]) => [path, new Set(keys.trim().split(/\s+/))]),
);

/**
 * Returns the paths of the keys of a model that {@link COMPOSE_KEYS} does not contain, such as `services.web.new_key`.
 * Names that begin with `x-` are allowed everywhere.
 */
export function unknownKeys(model: unknown): readonly string[] {
  return below(model, { path: "", shown: "" });
}

interface Place {
  /** The path in {@link COMPOSE_KEYS}. */
  readonly path: string;
  /** The path in the model. */
  readonly shown: string;
}

function below(value: unknown, place: Place): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => below(item, { ...place, shown: `${place.shown}[${index}]` }));
  }
  if (!isMapping(value)) return [];
  const known = KNOWN.get(place.path), anyName = join(place.path, "*");
  return Object.entries(value).flatMap(([key, inner]) => {
    const shown = join(place.shown, key);
    if (known === undefined) return KNOWN.has(anyName) ? below(inner, { path: anyName, shown }) : [];
    if (key.startsWith("x-")) return [];
    return known.has(key) ? below(inner, { path: join(place.path, key), shown }) : [shown];
  });
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
