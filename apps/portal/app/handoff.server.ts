import type { EntryContext } from "react-router";

/** Turns of the event loop in which a stream that holds no more says so. */
const TURNS = 2;

type Handoff = {
  context: EntryContext;
  /** All of the page's data are known: nothing that is rendered will be waited for. */
  isWhole: boolean;
};

/**
 * Looks at what a page hands to the browser's router: one piece, and one more for each thing that is awaited after the
 * page. Where there is only the one, it is put where the router keeps what it has read of the stream, and rendering
 * need not come back for it.
 */
export async function readHandoff(context: EntryContext): Promise<Handoff> {
  const { serverHandoffStream: stream, renderMeta } = context;
  if (!stream) return { context, isWhole: false };
  const reader = stream.getReader();
  const first = await reader.read();
  const second = reader.read();
  const isOver = await Promise.race([second.then(({ done }) => done), afterTurns(TURNS)]);
  if (first.done || !isOver)
    return { context: { ...context, serverHandoffStream: continued(first, second, reader) }, isWhole: false };
  // At its end, for whoever goes on to read it.
  reader.releaseLock();
  const streamCache = {
    0: alreadyRead({ done: false, value: new TextDecoder().decode(first.value) }),
    1: alreadyRead({ done: true, value: "" }),
  };
  return { context: { ...context, renderMeta: { ...renderMeta, streamCache } }, isWhole: true };
}

const alreadyRead = (result: { done: boolean; value: string }) =>
  Object.assign(Promise.resolve(), { result });

const afterTurns = (turns: number): Promise<false> =>
  new Promise((resolve) => {
    const turn = (left: number) => (left === 0 ? resolve(false) : setImmediate(turn, left - 1));
    turn(turns);
  });

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Reading = ReturnType<Reader["read"]>;

/** The same stream from its beginning. */
function continued(first: Awaited<Reading>, second: Reading, reader: Reader): ReadableStream<Uint8Array> {
  const begun: (Awaited<Reading> | Reading)[] = [first, second];
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await (begun.shift() ?? reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
