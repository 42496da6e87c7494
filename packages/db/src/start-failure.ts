/**
 * The database cannot be used, for a reason the person at the keyboard can act on. `message` is one sentence
 * that says what is wrong and what to do; it is shown as it is, without a stack.
 */
export class StartFailure extends Error {
  override name = "StartFailure";
}

/** The text of whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
