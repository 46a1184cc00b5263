import { deepEqual, equal } from "node:assert/strict";
import { createSocket } from "node:dgram";
import { SCRIPTS } from "../../../lib/sandbox/scripts.ts";
import { heldPorts } from "../../../lib/compose/held_ports.ts";

const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0000000000000000 100 0 0 10 0
  12: 00000000:0050 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 3 1 0000000000000000 100 0 0 10 0
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue
   0: 00000000000000000000000000000000:1538 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 0
   1: 00000000000000000000000001000000:1539 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 0
   2: 0000000000000000FFFF000000000000:153A 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 0
   3: 0000000000000000FFFF00000100007F:153B 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 0
`;

const udp =
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  101: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1 2 0000000000000000 0
  102: 0100007F:0036 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 2 2 0000000000000000 0
  103: 00000000:0037 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 3 2 0000000000000000 0
  104: 00000000000000000000000000000000:14E9 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 0
`;

Deno.test("heldPorts() returns the ports with a listener on all addresses", () => {
  deepEqual([...heldPorts(tcp + tcp6 + udp)], ["22/tcp", "5432/tcp", "5434/tcp", "53/udp", "5353/udp"]);
});

Deno.test("heldPorts() returns none for empty text", () => equal(heldPorts("").size, 0));

Deno.test("heldPorts() finds the listeners of this machine, of both protocols", async () => {
  using listener = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  using local = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const datagrams = createSocket("udp4"), bound = Promise.withResolvers<void>();
  datagrams.bind(0, "0.0.0.0", () => bound.resolve());
  await bound.promise;
  try {
    const { code, stdout } = await new Deno.Command("sh", { args: ["-c", SCRIPTS["wildcard_ports.sh"]] }).output();
    equal(code, 0);
    const held = heldPorts(new TextDecoder().decode(stdout));
    equal(held.has(`${listener.addr.port}/tcp`), true);
    equal(held.has(`${local.addr.port}/tcp`), false);
    equal(held.has(`${datagrams.address().port}/udp`), true);
  } finally {
    datagrams.close();
  }
});
