import assert from "node:assert/strict";
import { event, post, type RunningHub, startHub, temporaryDirectory } from "../fixture.ts";

/** Yields the messages of a stream as they arrive. */
async function* stream({ url }: RunningHub, headers: Record<string, string> = {}): AsyncGenerator<string> {
  const response = await fetch(`${url}/progress/stream`, { headers });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  let rest = "";
  for await (const text of response.body!.pipeThrough(new TextDecoderStream())) {
    const messages = (rest + text).split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) yield message;
  }
}

const next = async (messages: AsyncGenerator<string>) => (await messages.next()).value ?? "end";
const id = (message: string) => message.match(/^id: (.*)$/m)?.[1];

Deno.test("GET /progress/stream sends each new event, and ends when the hub stops", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  await post(hub.url, event());
  const messages = stream(hub);
  assert.equal(await next(messages), ": open");
  const body = event();
  await post(hub.url, body);
  const message = await next(messages);
  assert.equal(id(message), "2");
  const data = JSON.parse(message.match(/^data: (.*)$/m)?.[1] ?? "");
  assert.deepEqual([data.id, data.detail], [2, body.detail]);
  await post(hub.url, body); // a repeated event is not new
  await post(hub.url, event());
  assert.equal(id(await next(messages)), "3");
  const ended = hub.stop();
  assert.equal(await next(messages), "end");
  assert.equal(await ended, 0);
  assert.ok(!hub.said().includes("cut off"), hub.said());
});

Deno.test("GET /progress/stream continues after Last-Event-ID", async () => {
  using dir = temporaryDirectory();
  await using hub = await startHub(`${dir.path}/hub.db`);
  for (let i = 0; i < 3; i++) await post(hub.url, event());
  const messages = stream(hub, { "Last-Event-ID": "1" });
  assert.equal(await next(messages), ": open");
  assert.deepEqual([id(await next(messages)), id(await next(messages))], ["2", "3"]);
  await post(hub.url, event());
  assert.equal(id(await next(messages)), "4");
  await messages.return(undefined);
  assert.equal(
    await fetch(`${hub.url}/progress/stream`, { headers: { "Last-Event-ID": "x" } }).then(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    }),
    422,
  );
});
