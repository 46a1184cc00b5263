import { UserError } from "../../errors.ts";

/** Where results are posted to. */
export interface HubAddress {
  readonly url: URL;
  /** Sent as a bearer token; shown nowhere. */
  readonly token: string | undefined;
}

/** Where a state-hub is when nothing is said: on a workstation its own port, on the host the tunnel's end. */
export const DEFAULT_HUB = { workstation: "http://127.0.0.1:8000", host: "http://127.0.0.1:18000" } as const;

/**
 * The state-hub's address: what the command line says, else `STATE_HUB_URL`, else `fallback`, each with `STATE_HUB_PATH`
 * (`/progress/`) behind it; undefined for `none`. Throws a UserError for what is no http URL.
 */
export function hubAddress(
  env: (name: string) => string | undefined,
  options: { readonly named: string | undefined; readonly fallback: string },
): HubAddress | undefined {
  const base = options.named ?? (env("STATE_HUB_URL") || options.fallback);
  if (base === "none") return undefined;
  const path = env("STATE_HUB_PATH") || "/progress/";
  const url = URL.parse(`${base.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const where = options.named === undefined ? "STATE_HUB_URL" : "--hub";
    throw new UserError(`${where} is "${base}": an http or https URL was wanted, or none`, {
      hint: `${where === "--hub" ? "--hub " : "export STATE_HUB_URL="}${DEFAULT_HUB.workstation}`,
    });
  }
  return { url, token: env("STATE_HUB_TOKEN") || undefined };
}
