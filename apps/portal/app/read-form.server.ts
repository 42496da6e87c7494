import { data, type RouterContextProvider } from "react-router";
import type { Fault } from "./answer.ts";
import { requestContext } from "./context.ts";

type Args = { request: Request; context: Readonly<RouterContextProvider> };

const FORM_TYPES: readonly string[] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/**
 * The text fields of a sent form, without the NUL characters that no text of ours may hold; files are passed over.
 * What is no form, or cannot be read as one, is answered with a fault page (415, 400).
 */
export async function readForm({ request, context }: Args): Promise<FormData> {
  const { requestId: reference, log } = context.get(requestContext);
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
  if (!FORM_TYPES.includes(type.trim().toLowerCase()))
    throw data(
      unread("form.type", "The portal takes forms, and this was none. Nothing was done.", reference),
      {
        status: 415,
      },
    );
  let sent: FormData;
  try {
    sent = await request.formData();
  } catch (error) {
    log.warn({ err: error }, "a form could not be read");
    throw unreadableForm({ context });
  }
  const form = new FormData();
  for (const [name, value] of sent)
    if (typeof value === "string") form.append(name, value.replaceAll("\0", ""));
  return form;
}

/** The fault page (400) of a form that breaks off or is written wrongly. */
export const unreadableForm = ({ context }: Pick<Args, "context">) =>
  data(
    unread(
      "form.unreadable",
      "This form could not be read. Nothing was done.",
      context.get(requestContext).requestId,
    ),
    { status: 400 },
  );

const unread = (code: string, sentence: string, reference: string): Fault => ({
  problem: { code, facts: {}, sentence },
  reference,
});
