import type { Decimal } from "../decimal.ts";
import { absolute } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, type XmlElement } from "../xml/xml-element.ts";
import type { BankBalance, BankStatement } from "./bank-file.ts";
import {
  codeIn,
  dayOf,
  directionOf,
  moneyOf,
  placeOf,
  warnOfDoubleSign,
  withDirection,
} from "./camt-values.ts";

type Read = BankBalance & { readonly code: boolean; readonly element: XmlElement };

/** Codes of BalanceType in order of preference: what is booked first, what can be used where nothing else is given. */
const openings = ["OPBD", "PRCD", "OPAV"];
const closings = ["CLBD", "ITBD", "CLAV", "ITAV"];
const anyEnd = [...closings, ...openings];

/** The balances of a statement (Bal), and which of them open and close it. */
export function camtBalances(
  statement: XmlElement,
  stated: { readonly account: string | null; readonly entries: string | null },
  warn: Warn,
) {
  const balances = childrenOf(statement, "Bal").map((balance) => balanceOf(balance, warn));
  // The standard has entries and booked balances in the account's currency; what is interim or available may differ.
  const known =
    stated.account ??
    currencyOf(balances, ["OPBD", "PRCD"]) ??
    stated.entries ??
    currencyOf(balances, anyEnd);
  const { opening, closing } = ends(balances, known);
  warnOfMissingSigns(balances, statement, warn);
  for (const end of [opening, closing]) {
    if (end && known !== null && end.currency !== null && end.currency !== known) {
      warn(
        "balance-currency",
        `The balance ${end.type} of ${end.amount} is in ${end.currency}, but the account is in ${known}.`,
        placeOf(end.element),
      );
    }
  }
  return {
    balances: balances.map(({ type, amount, currency: own, date }) => ({
      type,
      amount,
      currency: own,
      date,
    })),
    currency: known,
    openingBalance: opening?.amount ?? null,
    openingBalanceType: opening?.type ?? null,
    openingDate: opening?.date ?? null,
    closingBalance: closing?.amount ?? null,
    closingBalanceType: closing?.type ?? null,
    closingDate: closing?.date ?? null,
  } satisfies Partial<BankStatement> & { openingDate: string | null; closingDate: string | null };
}

function balanceOf(element: XmlElement, warn: Warn): Read {
  const type = at(element, "Tp", "CdOrPrtry") ?? childOf(element, "Tp");
  const money = moneyOf(childOf(element, "Amt"), warn);
  const direction = directionOf(element, warn);
  if (direction) warnOfDoubleSign(money, element, warn);
  return {
    type: codeIn(type) ?? "",
    code: childOf(type, "Cd") !== null,
    amount: money && signed(money.amount, direction),
    currency: money?.currency ?? null,
    date: dayOf(childOf(element, "Dt"), warn),
    element,
  };
}

/** A balance without indicator is as it is written: positive unless it has a sign of its own. */
function signed(amount: Decimal, direction: "CRDT" | "DBIT" | null): Decimal {
  return direction ? withDirection(absolute(amount), direction) : amount;
}

function warnOfMissingSigns(balances: readonly Read[], statement: XmlElement, warn: Warn): void {
  const unsigned = balances.filter(({ element }) => childOf(element, "CdtDbtInd") === null);
  if (unsigned.length === 0) return;
  warn(
    "sign-missing",
    `${unsigned.length} of ${balances.length} balances do not say whether they are credit or debit; they are read as written.`,
    placeOf(unsigned[0]?.element ?? statement),
  );
}

function currencyOf(balances: readonly Read[], types: readonly string[]): string | null {
  const found = types.flatMap((type) => balances.filter((balance) => balance.code && balance.type === type));
  return found.find(({ currency }) => currency !== null)?.currency ?? null;
}

/**
 * An interim balance (ITBD) closes a part of a statement and opens the next part: with another balance at the other
 * end it takes the end that is free, and of two the first opens and the last closes.
 */
function ends(balances: readonly Read[], currency: string | null) {
  const coded = balances.filter(({ code }) => code);
  const inCurrency = coded.filter((balance) => balance.currency === currency);
  const pool = inCurrency.length > 0 ? inCurrency : coded;
  const first = (types: readonly string[]) =>
    types.flatMap(
      (type) => pool.find((balance) => balance.type === type) ?? coded.find((b) => b.type === type) ?? [],
    )[0];
  const interim = pool.filter(({ type }) => type === "ITBD");
  const booked = { opening: first(["OPBD", "PRCD"]), closing: first(["CLBD"]) };
  if (booked.opening)
    return { opening: booked.opening, closing: booked.closing ?? interim.at(-1) ?? first(closings) };
  if (booked.closing) return { opening: interim[0] ?? first(openings), closing: booked.closing };
  if (interim.length > 1) return { opening: interim[0], closing: interim.at(-1) };
  return { opening: first(openings), closing: first(closings) };
}
