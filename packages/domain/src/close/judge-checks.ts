import { CHECK_CODES, CHECK_RULES, type CheckCode, type CheckState, figureText, stateOf } from "./check.ts";
import type { Figures } from "./read-figures.ts";
import type { CheckRow } from "./read-records.ts";

export type JudgedCheck = {
  check: CheckCode;
  state: CheckState;
  /** The figure as a signature is bound to it. */
  figure: string;
  row: CheckRow | undefined;
};

/** Every check with what it shows, what people added, and what follows. Pure. */
export const judgeChecks = ({ checks }: Pick<Figures, "checks">, rows: readonly CheckRow[]): JudgedCheck[] =>
  CHECK_CODES.map((check) => {
    const row = rows.find((each) => each.check === check);
    return {
      check,
      state: stateOf(CHECK_RULES[check], checks[check], row),
      figure: figureText(checks[check]),
      row,
    };
  });
