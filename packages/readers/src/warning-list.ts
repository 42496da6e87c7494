import type { Location } from "./location.ts";
import type { Warning } from "./warning.ts";

/** Takes down one warning; the sentence ends with a full stop and says nothing of where. */
export type Warn = (code: string, sentence: string, location?: Location | null) => void;

/** Warnings of one kind that are listed one by one; what comes after them is counted. */
const listedPerCode = 50;

/** Collects warnings in order; of one kind, the first fifty stand for themselves and one more counts the rest. */
export function warningList(): { readonly warn: Warn; readonly all: () => Warning[] } {
  const warnings: Warning[] = [];
  const counts = new Map<string, number>();
  return {
    warn: (code, sentence, location = null) => {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= listedPerCode) warnings.push({ code, sentence, location });
    },
    all: () => [
      ...warnings,
      ...[...counts]
        .filter(([, count]) => count > listedPerCode)
        .map(([code, count]) => ({
          code,
          sentence: `There are ${count - listedPerCode} more warnings of this kind.`,
          location: null,
        })),
    ],
  };
}
