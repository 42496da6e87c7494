import { type Decimal, sameNumber, sumOf } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Warning } from "../warning.ts";
import { isCurrency } from "./amount-text.ts";
import type { Conventions } from "./conventions.ts";
import type { Fact } from "./fact-words.ts";
import { type Facts, findFacts } from "./find-facts.ts";
import type { Grid } from "./grid.ts";
import { type GridLine, type GridReading, type RowPayment, readGrid } from "./read-grid.ts";
import { blankRemittance, nobody, type ReadRemittance, type RemittanceReference } from "./remittance-file.ts";
import type { Places } from "./table-mapping.ts";

export type GridRemittances = {
  readonly remittances: readonly ReadRemittance[];
  readonly warnings: readonly Warning[];
};

/**
 * Makes remittances of a table and the text around it. Rows that name different payments (number, date, payer, payee,
 * currency) are different remittances.
 */
export function gridRemittances(
  grid: Grid,
  places: Places,
  conventions: Conventions,
  location: Location,
  currency: string | null,
): GridRemittances {
  const reading = readGrid(grid, places, conventions);
  const facts = findFacts([...grid.above, ...reading.rest]);
  const warnings: Warning[] = [...reading.warnings];
  const shared = sharedFacts(grid, facts, conventions, warnings);
  const groups = grouped(reading.lines);
  const remittances = groups.map(({ payment, lines }): ReadRemittance => {
    const single = groups.length === 1;
    return {
      ...blankRemittance,
      reference: payment.reference ?? shared.reference,
      paymentDate: payment.paymentDate ?? shared.paymentDate,
      currency: payment.currency ?? shared.currency ?? reading.currency ?? currency,
      total: payment.total ?? (single ? totalOf(reading, facts, conventions, lines, warnings) : null),
      lines: lines.map(({ line }) => line),
      payerParty: { ...nobody, name: payment.payer ?? shared.payer },
      payeeParty: { ...nobody, name: payment.payee ?? shared.payee, account: shared.payeeAccount },
      method: shared.method,
      references: shared.references,
      location: lines[0]?.line.location ?? location,
    };
  });
  const unused = reading.rest.filter(
    (row) => ![...facts.values()].some((fact) => fact.location === row.location),
  );
  const [first] = unused;
  if (first) {
    warnings.push({
      code: "text-not-used",
      sentence: `${unused.length} rows of text below the table were not used.`,
      location: first.location,
    });
  }
  return {
    remittances: groups.length > 1 ? withTotals(remittances, reading, warnings, location) : remittances,
    warnings,
  };
}

/** With several payments, the file's total is checked against all of them and belongs to none. */
function withTotals(
  remittances: readonly ReadRemittance[],
  { totals, lines }: GridReading,
  warnings: Warning[],
  location: Location,
): ReadRemittance[] {
  const stated = new Set(totals.map(canonical));
  const totalled = remittances.map((remittance) => {
    const nets = remittance.lines.map(({ net }) => net).filter((net) => net !== null);
    const sum = nets.length === remittance.lines.length ? sumOf(nets) : null;
    // A total row that is the sum of this payment's lines states it.
    const fits = sum !== null && stated.has(canonical(sum));
    return { ...remittance, total: remittance.total ?? (fits ? sum : null) };
  });
  const nets = lines.map(({ line }) => line.net).filter((net) => net !== null);
  const sum = sumOf(nets);
  const known = new Set([sum, ...totalled.flatMap(({ total }) => total ?? [])].map(canonical));
  for (const total of totals) {
    if (known.has(canonical(total))) continue;
    const sentence = `A total of ${total} is stated, which is the sum of no payment; all lines add up to ${sum}.`;
    warnings.push({ code: "total-differs", sentence, location });
  }
  return totalled;
}

/** The same text for the same number: `5.00` as `5`. */
function canonical(amount: Decimal): string {
  return amount.includes(".") ? amount.replace(/\.?0+$/, "") : amount;
}

type Group = { readonly payment: RowPayment; readonly lines: GridLine[] };

/** Lines by their payment. Exports often name a payment in its first row only: what is empty goes on from above. */
function grouped(lines: readonly GridLine[]): Group[] {
  const groups = new Map<string, Group>();
  const currencies = new Set(lines.flatMap(({ payment }) => payment.currency ?? []));
  // A currency that only some rows bear, and no other, is that of all.
  const [common = null] = currencies.size === 1 ? currencies : [];
  let above: RowPayment | null = null;
  for (const { line, payment: own } of lines) {
    const payment: RowPayment = goneOn({ ...own, currency: own.currency ?? common }, above);
    above = payment;
    const { payer, payee, reference, paymentDate, currency } = payment;
    const key = JSON.stringify([payer, payee, reference, paymentDate, currency]);
    const group = groups.get(key);
    if (group) group.lines.push({ line, payment });
    else groups.set(key, { payment, lines: [{ line, payment }] });
  }
  return [...groups.values()];
}

function goneOn(own: RowPayment, above: RowPayment | null): RowPayment {
  // A row with a number of its own is another payment, of which nothing is known from above.
  if (above === null || (own.reference !== null && own.reference !== above.reference)) return own;
  return {
    payer: own.payer ?? above.payer,
    payee: own.payee ?? above.payee,
    reference: own.reference ?? above.reference,
    paymentDate: own.paymentDate ?? above.paymentDate,
    currency: own.currency ?? above.currency,
    total: own.total ?? above.total,
  };
}

/** The total that is stated: by a row of totals, else by a label. Of several, the one that fits the lines. */
function totalOf(
  { totals }: GridReading,
  facts: Facts,
  conventions: Conventions,
  lines: readonly GridLine[],
  warnings: Warning[],
): Decimal | null {
  const label = facts.get("total");
  const labelled = label ? (conventions.amountOf(label.cell, label.location)?.amount ?? null) : null;
  const stated = [...totals, ...(labelled === null ? [] : [labelled])];
  const nets = lines.map(({ line }) => line.net).filter((net) => net !== null);
  const sum = sumOf(nets);
  const fitting = stated.find((total) => sameNumber(total, sum));
  const total = fitting ?? stated.at(-1) ?? null;
  const others = stated.filter((other) => total !== null && !sameNumber(other, total));
  if (others.length > 0 && label) {
    const sentence = `The file states other totals too: ${others.slice(0, 5).join(", ")}.`;
    warnings.push({ code: "totals-differ", sentence, location: label.location });
  }
  return total;
}

type Shared = {
  readonly payer: string | null;
  readonly payee: string | null;
  readonly payeeAccount: string | null;
  readonly reference: string | null;
  readonly paymentDate: string | null;
  readonly currency: string | null;
  readonly method: string | null;
  readonly references: readonly RemittanceReference[];
};

function sharedFacts(grid: Grid, facts: Facts, conventions: Conventions, warnings: Warning[]): Shared {
  const text = (fact: Fact) => facts.get(fact)?.cell.text ?? null;
  const date = (fact: Fact) => {
    const found = facts.get(fact);
    return found ? conventions.dateOf(found.cell, found.location) : null;
  };
  const paid = date("paymentDate");
  const dated = date("documentDate");
  if (paid === null && dated !== null) {
    warnings.push({
      code: "payment-date-of-document",
      sentence: "No payment date is stated; the date of the document was taken.",
      location: facts.get("documentDate")?.location ?? null,
    });
  }
  const total = facts.get("total");
  const customer = facts.get("customerNumber");
  return {
    payer: text("payer"),
    payee: text("payee"),
    payeeAccount: text("payeeAccount"),
    reference: text("reference"),
    paymentDate: paid ?? dated,
    currency:
      currencyOfHeaders(grid.headers) ??
      text("currency")?.toUpperCase() ??
      (total ? (conventions.amountOf(total.cell, total.location)?.currency ?? null) : null),
    method: text("method"),
    references: customer ? [{ kind: customer.label, value: customer.cell.text }] : [],
  };
}

/** `Amount (EUR)`, `Betrag in EUR`: the currency of the headers, when they name one only. */
function currencyOfHeaders(headers: readonly string[]): string | null {
  const named = headers.flatMap((header) => header.match(/\b[A-Z]{3}\b|€|£/g) ?? []);
  const found = new Set(
    named.map((name) => (name === "€" ? "EUR" : name === "£" ? "GBP" : name)).filter(isCurrency),
  );
  return found.size === 1 ? ([...found][0] ?? null) : null;
}
