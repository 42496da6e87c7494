/** An error as the log holds it. */
export type LoggedError = { type: string; message: string; stack: string; code?: string; cause?: unknown };

/**
 * What the log is told of an error. A failed statement repeats its values, which may be tokens or what somebody
 * typed: whatever follows "params:" is left out, here and in the errors it was caused by.
 */
export function errorForLog(error: unknown): LoggedError | { type: string } {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: error.message.split(/\s*\bparams:/)[0] ?? "",
    stack: frames.join("\n"),
    ...(typeof code === "string" && { code }),
    ...(cause !== undefined && { cause: errorForLog(cause) }),
  };
}
