import type { Money } from "../bank/bank-file.ts";
import { accountIn, dayOf, moneyOf, placeOf, textsOf } from "../bank/camt-values.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import { isoLines, isoParty } from "./iso-lines.ts";
import type { ReadRemittance, RemittanceReference } from "./remittance-file.ts";

/**
 * What payers said with their payments, from a bank's notification, statement or report (camt.054, 053, 052): every
 * incoming payment is a remittance. Payments that went out are left aside and counted.
 */
export function camtRemittances(message: XmlElement, warn: Warn): ReadRemittance[] {
  const accounts = ["Ntfctn", "Stmt", "Rpt"].flatMap((name) => childrenOf(message, name));
  let outgoing = 0;
  const remittances = accounts.flatMap((account) =>
    childrenOf(account, "Ntry").flatMap((entry) => {
      const details = childrenOf(entry, "NtryDtls").flatMap((group) => childrenOf(group, "TxDtls"));
      const transactions = details.length > 0 ? details : [entry];
      return transactions.flatMap((transaction) => {
        const direction = textAt(transaction, "CdtDbtInd") ?? textAt(entry, "CdtDbtInd");
        if (direction === "DBIT") {
          outgoing += 1;
          return [];
        }
        return [transactionRemittance(transaction, entry, account, transactions.length === 1, warn)];
      });
    }),
  );
  if (outgoing > 0) {
    warn("payments-outgoing", `${outgoing} payments that went out of the account were left aside.`);
  }
  return remittances;
}

function transactionRemittance(
  transaction: XmlElement,
  entry: XmlElement,
  account: XmlElement,
  alone: boolean,
  warn: Warn,
): ReadRemittance {
  const money = amountOf(transaction, entry, alone, warn);
  const parties = childOf(transaction, "RltdPties");
  const ids = childOf(transaction, "Refs");
  const value = (name: string) => {
    const text = textAt(ids, name);
    return text === "NOTPROVIDED" ? null : text;
  };
  const owner = isoParty(at(account, "Acct", "Ownr"), null);
  const payee = isoParty(childOf(parties, "Cdtr"), childOf(parties, "CdtrAcct"));
  const kinds = ["EndToEndId", "TxId", "InstrId", "AcctSvcrRef", "PmtInfId", "MsgId", "ChqNb", "ClrSysRef"];
  const known = kinds.flatMap((kind): RemittanceReference[] => {
    const text = value(kind);
    return text === null ? [] : [{ kind, value: text }];
  });
  const note = [textsOf(transaction, "AddtlTxInf"), textAt(entry, "AddtlNtryInf")].filter(Boolean).join("\n");
  return {
    reference: known[0]?.value ?? textAt(entry, "AcctSvcrRef") ?? textAt(entry, "NtryRef"),
    paymentDate:
      dayOf(childOf(transaction, "RltdDts"), warn) ??
      dayOf(childOf(entry, "ValDt"), warn) ??
      dayOf(childOf(entry, "BookgDt"), warn),
    currency: money?.currency ?? null,
    total: money?.amount ?? null,
    lines: isoLines(childrenOf(transaction, "RmtInf"), money, warn),
    payerParty: isoParty(childOf(parties, "Dbtr"), childOf(parties, "DbtrAcct")),
    payeeParty: {
      ...payee,
      name: payee.name ?? owner.name,
      account: payee.account ?? accountIn(childOf(account, "Acct")),
    },
    method: null,
    note: note || null,
    references: known,
    location: placeOf(transaction),
  };
}

/** The amount of a transaction, in any version; that of the entry when it has one transaction only. */
function amountOf(transaction: XmlElement, entry: XmlElement, alone: boolean, warn: Warn): Money | null {
  return (
    moneyOf(childOf(transaction, "Amt"), warn) ??
    moneyOf(at(transaction, "AmtDtls", "TxAmt", "Amt"), warn) ??
    (alone
      ? moneyOf(childOf(entry, "Amt"), warn)
      : moneyOf(at(transaction, "AmtDtls", "InstdAmt", "Amt"), warn))
  );
}
