/** A TCP port on loopback that forwards to another address, slowly. */
interface SlowLink extends AsyncDisposable {
  readonly port: number;
}

/** Forwards connections. In each direction, data arrives `delayMs` later, and at most `bytesPerS` of it each second. */
export function slowLink(
  to: Deno.ConnectOptions,
  { delayMs, bytesPerS }: { readonly delayMs: number; readonly bytesPerS: number },
): SlowLink {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const slowly = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await new Promise((resolve) => setTimeout(resolve, delayMs + chunk.length / bytesPerS * 1000));
        controller.enqueue(chunk);
      },
    });
  const serve = async (here: Deno.TcpConn) => {
    const there = await Deno.connect(to);
    const ways = [[here, there], [there, here]] as const;
    await Promise.allSettled(ways.map(([from, into]) => from.readable.pipeThrough(slowly()).pipeTo(into.writable)));
  };
  const open = new Set<Promise<void>>();
  const accepted = (async () => {
    for await (const connection of listener) open.add(serve(connection));
  })();
  return {
    port: listener.addr.port,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepted;
      await Promise.all(open);
    },
  };
}
