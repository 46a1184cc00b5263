import { UserError } from "../../errors.ts";

/** The address of a state-hub. */
export interface HubAddress {
  /** The hub's own address, with a final slash. */
  readonly base: URL;
  /** The URL for posting events. */
  readonly url: URL;
  /** Sent as a bearer token; never shown. */
  readonly token: string | undefined;
}

/** The default address: on a workstation the hub's own port, on the host the end of the tunnel. */
export const DEFAULT_HUB = { workstation: "http://127.0.0.1:8000", host: "http://127.0.0.1:18000" } as const;

/**
 * Returns the state-hub's address: from the command line, else from `STATE_HUB_URL`, else `fallback`. `STATE_HUB_PATH`
 * (default `/progress/`) is appended. Returns undefined for `none`. Throws a UserError when it is not an http URL.
 */
export function hubAddress(
  env: (name: string) => string | undefined,
  options: { readonly named: string | undefined; readonly fallback: string },
): HubAddress | undefined {
  const text = options.named ?? (env("STATE_HUB_URL") || options.fallback);
  if (text === "none") return undefined;
  const path = env("STATE_HUB_PATH") || "/progress/";
  const base = URL.parse(`${text.replace(/\/+$/, "")}/`);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    const where = options.named === undefined ? "STATE_HUB_URL" : "--hub";
    const found = text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, "$1***@");
    throw new UserError(`${where} is "${found}": expected an http or https URL, or none`, {
      hint: `${where === "--hub" ? "--hub " : "export STATE_HUB_URL="}${DEFAULT_HUB.workstation}`,
    });
  }
  return { base, url: new URL(path.replace(/^\/+/, ""), base), token: env("STATE_HUB_TOKEN") || undefined };
}
