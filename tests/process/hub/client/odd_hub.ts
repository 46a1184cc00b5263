/** A request that a hub received. */
export interface Seen {
  readonly method: string;
  readonly key: string | null;
  readonly authorization: string | null;
  readonly contentType: string | null;
  readonly path: string;
  readonly body: string;
}

/** A state-hub with answers set by the test. It records the requests. */
export class OddHub implements AsyncDisposable {
  readonly seen: Seen[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** Returns the answer to the next request. */
  answer: (seen: Seen) => Response | Promise<Response>;

  constructor(answer: (seen: Seen) => Response | Promise<Response> = () => new Response("{}", { status: 201 })) {
    this.answer = answer;
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      async (request) => {
        const { headers } = request;
        const seen = {
          method: request.method,
          key: headers.get("Idempotency-Key"),
          authorization: headers.get("Authorization"),
          contentType: headers.get("Content-Type"),
          path: new URL(request.url).pathname,
          body: await request.text(),
        };
        this.seen.push(seen);
        return await this.answer(seen);
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** A server that sends no HTTP answer: it reads a request and then calls `then`. Counts the connections. */
export class RudeHub implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  readonly #done: Promise<void>;
  connections = 0;

  constructor(then: (connection: Deno.Conn) => Promise<void>) {
    this.#done = this.#serve(then);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#listener.addr.port}`;
  }

  async #serve(then: (connection: Deno.Conn) => Promise<void>): Promise<void> {
    for await (const connection of this.#listener) {
      this.connections++;
      this.#open.add(connection);
      await connection.read(new Uint8Array(65_536));
      await then(connection).catch(() => {});
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) {
      try {
        connection.close();
      } catch { /* closed already */ }
    }
    await this.#done.catch(() => {});
  }
}
