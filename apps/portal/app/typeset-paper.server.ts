import { type Papers, type Template, TypesettingError, typeset } from "@openitem/documents/typeset";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { attachment } from "./csv.ts";

type TooLong = {
  code: string;
  /** What it is and how much of it: "This statement has 3,990 rows". */
  what: string;
  /** What to do in its place, and the address of that: "Take the CSV instead". */
  instead: string;
  href: string;
};

/**
 * A paper as a PDF to keep. Refuses what is too much for a PDF, or takes too long to set; the answer to a file has no
 * page around it, so that the sentence itself names the address of what there is instead.
 */
export async function pdfResponse<T extends Template>(
  template: T,
  paper: Papers[T],
  name: string,
  tooLong: TooLong,
): Promise<Response> {
  let pdf: Uint8Array;
  try {
    pdf = await typeset(template, paper);
  } catch (error) {
    const isTooMuch = error instanceof TypesettingError && ["too-long", "too-slow"].includes(error.reason);
    if (!isTooMuch) throw error;
    const { code, what, instead, href } = tooLong;
    throw new Refusal("invalid", code, `${what}: too long for a PDF. ${instead} (${href}).`);
  }
  return new Response(new Uint8Array(pdf), {
    headers: { "Content-Type": "application/pdf", "Content-Disposition": attachment(`${name}.pdf`) },
  });
}
