import type { RouterContextProvider } from "react-router";
import { type Fault, page } from "./answer.ts";

type Args = { context: Readonly<RouterContextProvider> };
type Thrown = { type: "DataWithResponseInit"; data: Fault; init: ResponseInit | null };

const isThrown = (error: unknown): error is Thrown =>
  typeof error === "object" && error !== null && "type" in error && error.type === "DataWithResponseInit";

/** Whether an address answers with a file, which has no page around it to show a fault. */
export const isFileAddress = (pathname: string): boolean => /\.(csv|pdf)$/i.test(pathname);

/** Makes a loader of what answers with a file. In its place a refusal is a plain page of its sentence. */
export function file<A extends Args>(load: (args: A) => Promise<Response>): (args: A) => Promise<Response> {
  const answer = page(load);
  return async (args) => {
    try {
      return await answer(args);
    } catch (error) {
      return plainFault(error);
    }
  };
}

/** The sentence of a fault as plain text. Throws on whatever is none, redirects among them. */
export function plainFault(error: unknown): Response {
  if (!isThrown(error)) throw error;
  const { problem, reference } = error.data;
  const sentence = problem?.sentence ?? "Something broke on our side. Nothing was booked.";
  return new Response(`${sentence} Reference ${reference}.\n`, {
    status: error.init?.status ?? 500,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Content-Disposition": "inline" },
  });
}
