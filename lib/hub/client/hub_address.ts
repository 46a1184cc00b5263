import { UserError } from "../../errors.ts";

/** Where results are posted to. */
export interface HubAddress {
  /** The hub's own address, with a final slash. */
  readonly base: URL;
  /** What takes the events. */
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
  const text = options.named ?? (env("STATE_HUB_URL") || options.fallback);
  if (text === "none") return undefined;
  const path = env("STATE_HUB_PATH") || "/progress/";
  const base = URL.parse(`${text.replace(/\/+$/, "")}/`);
  if (base === null || !/^https?:$/.test(base.protocol)) {
    const where = options.named === undefined ? "STATE_HUB_URL" : "--hub";
    throw new UserError(
      `${where} is "${
        text.replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/is, "$1***@")
      }": an http or https URL was wanted, or none`,
      {
        hint: `${where === "--hub" ? "--hub " : "export STATE_HUB_URL="}${DEFAULT_HUB.workstation}`,
      },
    );
  }
  return { base, url: new URL(path.replace(/^\/+/, ""), base), token: env("STATE_HUB_TOKEN") || undefined };
}
