import { at, childOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import { type Counterparty, noCounterparty } from "./bank-file.ts";
import { accountIn, bankIn } from "./camt-values.ts";

type Role = "Dbtr" | "Cdtr";

/**
 * The other side of a payment: who pays a credit, who is paid by a debit. In reversals some banks keep the parties of
 * the first booking and others turn them round; the party whose account is the statement's own is never the other side.
 */
export function counterpartyOf(
  details: XmlElement | null,
  payment: { readonly credit: boolean; readonly reversal: boolean; readonly account: string | null },
): Counterparty {
  const usual: Role = payment.credit ? "Dbtr" : "Cdtr";
  const other: Role = payment.credit ? "Cdtr" : "Dbtr";
  const first = partyOf(details, usual);
  const second = partyOf(details, other);
  const firstIsOwn = isOwn(first, payment.account);
  if (!firstIsOwn && hasIdentity(first)) return first;
  const secondMayBe = hasIdentity(second) && !isOwn(second, payment.account);
  if (secondMayBe && (payment.reversal || firstIsOwn)) return second;
  return firstIsOwn ? noCounterparty : first;
}

function isOwn(party: Counterparty, account: string | null): boolean {
  return party.account !== null && account !== null && plain(party.account) === plain(account);
}

function plain(account: string): string {
  return account.replaceAll(" ", "").toUpperCase();
}

function hasIdentity(party: Counterparty): boolean {
  return party.name !== null || party.account !== null || party.ultimateName !== null;
}

function partyOf(details: XmlElement | null, role: Role): Counterparty {
  const parties = childOf(details, "RltdPties");
  return {
    name: nameOf(childOf(parties, role)),
    account: accountIn(childOf(parties, `${role}Acct`)),
    bank: bankIn(at(details, "RltdAgts", `${role}Agt`)),
    ultimateName: nameOf(childOf(parties, `Ultmt${role}`)),
  };
}

/** Name of a party, of one under Pty (version 08 on), or of a bank that is the party (Agt). */
function nameOf(party: XmlElement | null): string | null {
  return (
    textAt(party, "Nm") ??
    textAt(party, "Pty", "Nm") ??
    textAt(party, "Agt", "FinInstnId", "Nm") ??
    bankIn(childOf(party, "Agt"))
  );
}
