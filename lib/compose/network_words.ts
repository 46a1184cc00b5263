/** How programs say that the network, a name server or a registry does not answer. Source: curl, uv, pip, npm, Go, OpenSSL. */
export const NETWORK_WORDS = new RegExp(
  [
    "(could(n't| not)|unable to|failure|failed to) resolv(e|ing)|bad address '|unknown host|no such host|name or service not known",
    "(temporary failure in|no address associated with) (host)?name",
    "lookup address|dns error|getaddrinfo|EAI_AGAIN|ENOTFOUND",
    "network is unreachable|no route to host|ENETUNREACH|EHOSTUNREACH",
    "connection (was )?(refused|reset|closed|timed out|aborted)|ECONN(REFUSED|RESET)|ETIMEDOUT|i/o timeout",
    "(connect|read|operation|request) timed ?out|(connect|read) ?timeout|failed to connect|could(n't| not) connect",
    "failed to establish a new connection|error sending request|max retries exceeded",
    "tls handshake|ssl ?error|certificate.verify.failed|proxy ?error|tunnel (error|connection failed)|cannot connect to proxy",
    "\\b50[0234] (internal server error|bad gateway|service (temporarily )?unavailable|gateway time-?out)|too ?many ?requests",
  ].join("|"),
  "i",
);

/** An address of the stack or of this machine: it does not show that the network fails. */
const NEAR = /\blocalhost\b|\b127\.\d+\.\d+\.\d+|\[::1\]/;

const LINES = 15;

/** Returns the last line of an output that says that the network does not work; undefined if the last lines do not say it. */
export function networkLine(output: string): string | undefined {
  const last = output.split("\n").filter((line) => line.trim() !== "").slice(-LINES);
  return last.findLast((line) => NETWORK_WORDS.test(line) && !NEAR.test(line))?.trim();
}
