import assert from "node:assert/strict";
import { networkLine } from "../../../lib/compose/network_words.ts";

/** The last words of programs that could not reach a registry. */
const FAR: readonly string[] = [
  "  Caused by: dns error: failed to lookup address information: Temporary failure in name resolution", // uv
  "  Caused by: error sending request for url (https://pypi.org/simple/pytest/)",
  "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/pytest/", // pip
  "npm error request to https://registry.npmjs.org/jest failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org",
  "npm error code ETIMEDOUT",
  "go: download: dial tcp: lookup proxy.golang.org on 10.0.0.1:53: no such host",
  "dial tcp 142.250.1.1:443: i/o timeout",
  "curl: (6) Could not resolve host: get.example.org",
  "curl: (35) OpenSSL SSL_connect: Connection reset by peer",
  "wget: bad address 'example.org'", // busybox
  "wget: unable to resolve host address 'example.org'",
  "E: Failed to fetch http://deb.debian.org/x  Temporary failure resolving 'deb.debian.org'", // apt
  "Could not transfer artifact x from central: Connect to repo.maven.apache.org:443 failed: Connection timed out",
  "Unknown host 'repo.maven.apache.org': nodename nor servname provided",
  "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate in chain",
  "HTTP status server error (503 Service Unavailable) for url (https://pypi.org/simple/x/)",
  "toomanyrequests: You have reached your pull rate limit",
];

for (const line of FAR) {
  Deno.test(`networkLine() finds ${JSON.stringify(line.slice(0, 60))}`, () => {
    assert.equal(networkLine(`preparing\n${line}\ngiving up\n`), line.trim());
  });
}

/** Words about the stack, this machine or the repository. */
const NEAR: readonly string[] = [
  "connect ECONNREFUSED 127.0.0.1:5432",
  "curl: (7) Failed to connect to localhost port 8080: Connection refused",
  "error: No solution found when resolving dependencies",
  "ERROR: Hash of the package does not match the requirements",
  "",
];

for (const line of NEAR) {
  Deno.test(`networkLine() does not take ${JSON.stringify(line.slice(0, 60))} for the network`, () => {
    assert.equal(networkLine(`preparing\n${line}\n`), undefined);
  });
}

Deno.test("networkLine() reads only the last lines", () => {
  assert.equal(networkLine(`no such host\n${"line\n".repeat(15)}`), undefined);
});
