import { type Row, summarise } from "./measure.ts";

/**
 * The ratios that were last recorded (README.md says when and where), by row. Ratios, never absolute figures: those
 * belong to a machine and to what else it was doing.
 */
export const BOUNDS: Readonly<Record<string, number>> = {};

/** How much worse than its bound a ratio may be before it counts: the spread of a shared machine. */
const TOLERANCE = 0.2;

/** A sentence for each row that got worse than its bound allows. Lost writes are never within tolerance. */
export function findRegressions(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const { ratio } = summarise(row);
    const bound = BOUNDS[row.name];
    if (row.better === "exactly 1")
      return ratio === 1 ? [] : [`Worse: ${row.name} is ${ratio}, and must be exactly 1.`];
    if (bound === undefined) return [];
    const limit = row.better === "higher" ? bound * (1 - TOLERANCE) : bound * (1 + TOLERANCE);
    const isWorse = row.better === "higher" ? ratio < limit : ratio > limit;
    return isWorse
      ? [
          `Worse: ${row.name} is ${ratio.toFixed(2)}; recorded was ${bound}, the limit is ${limit.toFixed(2)}.`,
        ]
      : [];
  });
}
