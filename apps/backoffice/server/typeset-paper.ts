import { type Papers, type Template, TypesettingError, typeset } from "@openitem/documents/typeset";
import type { Refusal } from "@openitem/domain/kernel/refusal";

/** Typesets a paper. Throws `refusal` when there is too much of it for a PDF, or setting it takes too long. */
export async function typesetPaper<T extends Template>(
  template: T,
  paper: Papers[T],
  refusal: () => Refusal,
): Promise<Uint8Array> {
  try {
    return await typeset(template, paper);
  } catch (error) {
    const isTooMuch = error instanceof TypesettingError && ["too-long", "too-slow"].includes(error.reason);
    throw isTooMuch ? refusal() : error;
  }
}
