import type { Problem } from "../../answer.ts";

/** A file that was added, and sent or not. */
export type KeptFile = { id: string; name: string; sizeBytes: number };

/** What the server says to a file that is added by itself. */
export type UploadAnswer = { file: KeptFile } | { problem: Problem };

/** A file that was not kept, and why. */
export type RefusedFile = { name: string; problem: Problem };

/** Bytes as people read them, in the manner of the sentences that refuse a file: "96 KB", "1.4 MB" (1 KB is 1,000 bytes). */
export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}

/** What is said of a file that is too large, before it is sent and after. */
export const tooLarge = (name: string, sizeMaxBytes: number): Problem => {
  const max = sizeWords(sizeMaxBytes);
  return {
    code: "file.over",
    facts: { name, max },
    sentence: `${name} is larger than ${max}, the most that one file may have. Nothing else you entered is lost.`,
  };
};
