import type { EntryContext } from "react-router";
import { expect, test } from "vitest";
import { readHandoff } from "./handoff.server.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function textOf(stream: ReadableStream<Uint8Array> | undefined): Promise<string> {
  let text = "";
  for await (const chunk of stream ?? []) text += new TextDecoder().decode(chunk);
  return text;
}

test("data that are all known are given to the page as a whole", async () => {
  const serverHandoffStream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes("[1]\n"));
      controller.close();
    },
  });
  const { context, isWhole } = await readHandoff({ serverHandoffStream, renderMeta: {} } as EntryContext);
  expect(isWhole).toBe(true);
  expect(context.renderMeta?.streamCache?.[0]?.result).toEqual({ done: false, value: "[1]\n" });
  expect(context.renderMeta?.streamCache?.[1]?.result?.done).toBe(true);
  expect(await textOf(context.serverHandoffStream)).toBe("");
});

test("data that are awaited stay a stream, with nothing of it lost", async () => {
  const counted = Promise.withResolvers<void>();
  const serverHandoffStream = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(bytes("[1]\n"));
      await counted.promise;
      controller.enqueue(bytes("P1:[2]\n"));
      controller.enqueue(bytes("P2:[3]\n"));
      controller.close();
    },
  });
  const { context, isWhole } = await readHandoff({ serverHandoffStream, renderMeta: {} } as EntryContext);
  expect(isWhole).toBe(false);
  counted.resolve();
  expect(await textOf(context.serverHandoffStream)).toBe("[1]\nP1:[2]\nP2:[3]\n");
});

test("data that came after the page was begun are awaited as well, though they are there already", async () => {
  const serverHandoffStream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes("[1]\n"));
      controller.enqueue(bytes("P1:[2]\n"));
      controller.close();
    },
  });
  const { context, isWhole } = await readHandoff({ serverHandoffStream, renderMeta: {} } as EntryContext);
  expect(isWhole).toBe(false);
  expect(await textOf(context.serverHandoffStream)).toBe("[1]\nP1:[2]\n");
});
