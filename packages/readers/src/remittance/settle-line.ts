import { type Decimal, negated, sameNumber, sumOf } from "../decimal.ts";

type Amounts = {
  readonly gross: Decimal | null;
  readonly discount: Decimal | null;
  readonly deduction: Decimal | null;
  readonly net: Decimal | null;
};

const zero: Decimal = "0";

/** Whether `gross - discount - deduction = net`, missing discounts and deductions counting nothing. */
export function addsUp({ gross, discount, deduction, net }: Amounts): boolean {
  if (gross === null || net === null) return true;
  return sameNumber(sumOf([gross, negated(discount ?? zero), negated(deduction ?? zero)]), net);
}

/**
 * Turns the signs of discount and deduction where that alone makes the line add up: files write what lowers a payment
 * as positive or as negative. What does not add up either way stays as written.
 */
export function settleSigns<Line extends Amounts>(line: Line): Line {
  if (addsUp(line)) return line;
  const turned = (amount: Decimal | null) => (amount === null ? null : negated(amount));
  const ways: readonly Line[] = [
    { ...line, deduction: turned(line.deduction) },
    { ...line, discount: turned(line.discount) },
    { ...line, discount: turned(line.discount), deduction: turned(line.deduction) },
  ];
  return ways.find(addsUp) ?? line;
}
