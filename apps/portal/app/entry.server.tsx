import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable } from "@react-router/node";
import { isbot } from "isbot";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import {
  type EntryContext,
  type HandleErrorFunction,
  isRouteErrorResponse,
  type RouterContextProvider,
  ServerRouter,
} from "react-router";
import { requestContext } from "./context.ts";
import { readHandoff } from "./handoff.server.ts";

/** What is still awaited after this many milliseconds is given up, and shown as failed. */
export const streamTimeout = 10_000;

/**
 * Renders a page: at one go when all of its data are known, which takes half the time; else the shell at once, and
 * what is slow as it comes. Scripts carry the nonce of the content policy.
 */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  routerContext: EntryContext,
  loadContext: RouterContextProvider,
): Promise<Response> {
  headers.set("Content-Type", "text/html; charset=utf-8");
  if (request.method === "HEAD") return new Response(null, { status, headers });
  const { nonce, log } = loadContext.get(requestContext);
  const { context, isWhole } = await readHandoff(routerContext);
  const page = <ServerRouter context={context} url={request.url} nonce={nonce} />;
  if (isWhole)
    return new Response(Buffer.from(`<!DOCTYPE html>${renderToString(page)}`), { status, headers });
  const whole = routerContext.isSpaMode || isbot(request.headers.get("user-agent") ?? "");
  return new Promise((resolve, reject) => {
    let isShellOut = false;
    const { pipe, abort } = renderToPipeableStream(page, {
      nonce,
      [whole ? "onAllReady" : "onShellReady"]() {
        isShellOut = true;
        const body = new PassThrough({
          final(callback) {
            clearTimeout(late);
            callback();
          },
        });
        pipe(body);
        resolve(new Response(createReadableStreamFromReadable(body), { status, headers }));
      },
      onShellError: reject,
      onError(error: unknown) {
        // Before the shell is out it is rejected, and logged by `handleError`.
        if (isShellOut && !request.signal.aborted) log.error({ err: error }, "rendering failed");
      },
    });
    const late = setTimeout(abort, streamTimeout + 1_000);
    late.unref();
  });
}

/** Whatever no route expected: into the log, under the reference that the person is shown. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  // An address that is none, or takes no form, is an answer and no fault.
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  context.get(requestContext).log.error({ err: error }, "route failed");
};
