import { HTTP_STATUS, Refusal, type RefusalFacts } from "@openitem/domain/kernel/refusal";
import { data, type RouterContextProvider } from "react-router";
import { requestContext } from "./context.ts";

/** An expected no, as a page shows it: words by `code` and `facts` where the catalogue has them, else the sentence. */
export type Problem = { code: string; facts: RefusalFacts; sentence: string };

/** What an error page is told. */
export type Fault = { problem: Problem | null; reference: string };

type Args = { context: Readonly<RouterContextProvider> };

const problemOf = ({ code, facts, message: sentence }: Refusal): Problem => ({ code, facts, sentence });

/** Runs a command for a form: a refusal becomes the form's message, anything else the error page. */
export async function answer<T>({ context }: Args, command: () => Promise<T>) {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Refusal)
      return data({ problem: problemOf(error) }, { status: HTTP_STATUS[error.kind] });
    throw asFault(error, context);
  }
}

/** Makes a loader of a read: a refusal becomes the error page in its own words, anything else one with a reference. */
export function page<A extends Args, T>(load: (args: A) => Promise<T>): (args: A) => Promise<T> {
  return async (args) => {
    try {
      return await load(args);
    } catch (error) {
      throw asFault(error, args.context);
    }
  };
}

/** The same for what is awaited after the page: it is logged where it fails, and the page shows that it did. */
export function later<T>({ context }: Args, promise: Promise<T>): Promise<T> {
  const logged = promise.catch((error: unknown) => {
    context.get(requestContext).log.error({ err: error }, "reading for a page failed");
    throw error;
  });
  // The page may be gone before anybody awaits it.
  logged.catch(() => {});
  return logged;
}

/** How long a page is held back for what is nearly there: too short to be noticed. */
const MOMENT_MS = 40;

/** What a promise holds if that is known in a moment; else null, and for a failure too: whoever awaits it is told. */
export async function inAMoment<T>(promise: Promise<T>): Promise<{ value: T } | null> {
  const over = Promise.withResolvers<null>();
  // On a busy server the answer may have come in by then and only wait to be read.
  const timer = setTimeout(setImmediate, MOMENT_MS, over.resolve, null);
  const known = promise.then(
    (value) => ({ value }),
    () => null,
  );
  const found = await Promise.race([known, over.promise]);
  clearTimeout(timer);
  return found;
}

function asFault(error: unknown, context: Args["context"]) {
  // Redirects, and faults that were already told.
  if (error instanceof Response || isData(error)) return error;
  const { requestId: reference, log } = context.get(requestContext);
  if (error instanceof Refusal)
    return data({ problem: problemOf(error), reference } satisfies Fault, {
      status: HTTP_STATUS[error.kind],
    });
  log.error({ err: error }, "route failed");
  return data({ problem: null, reference } satisfies Fault, { status: 500 });
}

const isData = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "type" in error && error.type === "DataWithResponseInit";
