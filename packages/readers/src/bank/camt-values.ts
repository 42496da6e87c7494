import { absolute, type Decimal, decimalOf, isNegative, negated } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import type { Money } from "./bank-file.ts";
import { isoDay } from "./calendar-day.ts";

/** Where an element stands, for warnings. */
export function placeOf(element: XmlElement) {
  return { path: element.path, line: element.line };
}

/** Warns of each child whose name the element cannot have, with what it says. */
export function warnOfStrangers(element: XmlElement, known: ReadonlySet<string>, warn: Warn): void {
  for (const child of element.children) {
    if (known.has(child.name)) continue;
    const text = child.text ? `: "${child.text.slice(0, 80)}"` : "";
    warn(
      "element-unknown",
      `The element ${child.name} is not known here and was not used${text}.`,
      placeOf(child),
    );
  }
}

/** Amount without its sign and currency of an element such as `<Amt Ccy="EUR">12.50</Amt>`; null when unreadable. */
export function moneyOf(element: XmlElement | null, warn: Warn): Money | null {
  if (!element) return null;
  const amount = decimalOf(element.text);
  if (amount === null) {
    warn("amount-unreadable", `"${element.text.slice(0, 40)}" is not an amount.`, placeOf(element));
    return null;
  }
  return { amount, currency: element.attributes.get("Ccy") ?? null };
}

/** `CRDT` or `DBIT` of an element's CdtDbtInd; null when missing, and warned of when it is something else. */
export function directionOf(element: XmlElement, warn: Warn): "CRDT" | "DBIT" | null {
  const indicator = childOf(element, "CdtDbtInd");
  if (!indicator) return null;
  if (indicator.text === "CRDT" || indicator.text === "DBIT") return indicator.text;
  warn("sign-unknown", `"${indicator.text.slice(0, 20)}" says neither credit nor debit.`, placeOf(indicator));
  return null;
}

/**
 * Credit positive, debit negative. The standard has amounts without sign; one that has its own all the same keeps it
 * when there is no indicator, and yields to the indicator otherwise.
 */
export function withDirection(amount: Decimal, direction: "CRDT" | "DBIT"): Decimal {
  return direction === "DBIT" ? negated(absolute(amount)) : absolute(amount);
}

/** Warns when an amount bears a sign beside its indicator: the two can contradict each other. */
export function warnOfDoubleSign(money: Money | null, element: XmlElement, warn: Warn): void {
  if (money && isNegative(money.amount)) {
    warn(
      "sign-double",
      `The amount ${money.amount} has a sign of its own; credit or debit is taken from the indicator.`,
      placeOf(element),
    );
  }
}

/** The day of a date and time choice: `<Dt><Dt>…` or `<Dt><DtTm>…`; null when missing, warned of when unreadable. */
export function dayOf(choice: XmlElement | null, warn: Warn): string | null {
  const value = childOf(choice, "Dt") ?? childOf(choice, "DtTm");
  return value ? dayIn(value, warn) : null;
}

/** The day at the start of an element's text. */
export function dayIn(element: XmlElement, warn: Warn): string | null {
  if (element.text === "") return null;
  const day = isoDay(element.text);
  if (day === null) {
    warn("date-unreadable", `"${element.text.slice(0, 40)}" is not a date.`, placeOf(element));
  }
  return day;
}

/** All texts of that name, joined by line feeds; null when there are none. */
export function textsOf(element: XmlElement | null, name: string): string | null {
  const texts = childrenOf(element, name).flatMap((child) => child.text || []);
  return texts.length > 0 ? texts.join("\n") : null;
}

/** A code, or what the bank has in its stead: `<Cd>` or `<Prtry>` (a text, or with an `<Id>` or `<Cd>` in it). */
export function codeIn(choice: XmlElement | null): string | null {
  return (
    textAt(choice, "Cd") ??
    textAt(choice, "Prtry") ??
    textAt(choice, "Prtry", "Id") ??
    textAt(choice, "Prtry", "Cd")
  );
}

/** Number of an account: IBAN, or what else identifies it in any version; null when nothing does. */
export function accountIn(account: XmlElement | null): string | null {
  const id = childOf(account, "Id");
  return (
    textAt(id, "IBAN") ??
    textAt(id, "Othr", "Id") ??
    textAt(id, "PrtryAcct", "Id") ??
    textAt(id, "BBAN") ??
    textAt(id, "UPIC") ??
    textAt(account, "Prxy", "Id") ??
    (id?.text || null)
  );
}

/** BIC of a bank, or else its number in a clearing system. */
export function bankIn(agent: XmlElement | null): string | null {
  const bank = at(agent, "FinInstnId");
  return (
    textAt(bank, "BICFI") ??
    textAt(bank, "BIC") ??
    textAt(bank, "CmbndId", "BIC") ??
    textAt(bank, "ClrSysMmbId", "MmbId") ??
    textAt(bank, "ClrSysMmbId", "Id") ??
    textAt(bank, "Othr", "Id")
  );
}
