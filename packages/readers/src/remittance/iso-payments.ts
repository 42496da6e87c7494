import type { Money } from "../bank/bank-file.ts";
import { dayIn, dayOf, moneyOf, placeOf } from "../bank/camt-values.ts";
import { decimalOf, sameNumber, sumOf } from "../decimal.ts";
import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import { isoLines, isoParty } from "./iso-lines.ts";
import type { ReadRemittance, RemittanceReference } from "./remittance-file.ts";

const notProvided = "NOTPROVIDED";

/**
 * Credit transfer initiation (pain.001, versions 01 to 12 and national ones): every transfer is a remittance. Counts
 * and control sums of the header and of each block are checked.
 */
export function painRemittances(message: XmlElement, warn: Warn): ReadRemittance[] {
  const blocks = childrenOf(message, "PmtInf");
  const transfers = blocks.map((block) => childrenOf(block, "CdtTrfTxInf"));
  checkSums(childOf(message, "GrpHdr"), transfers.flat(), warn);
  const initiator = isoParty(at(message, "GrpHdr", "InitgPty"), null).name;
  return blocks.flatMap((block, index) => {
    const own = transfers[index] ?? [];
    checkSums(block, own, warn);
    return own.map((transfer) => {
      const remittance = transferRemittance(transfer, block, warn);
      const { payerParty } = remittance;
      return payerParty.name === null
        ? { ...remittance, payerParty: { ...payerParty, name: initiator } }
        : remittance;
    });
  });
}

/** What a transfer instructs: in the currency it arrives in, or as the equivalent it is given by. */
function instructed(transfer: XmlElement, warn: Warn): Money | null {
  const amount = childOf(transfer, "Amt");
  return (
    moneyOf(childOf(amount, "InstdAmt"), warn) ??
    moneyOf(at(amount, "EqvtAmt", "Amt"), warn) ??
    moneyOf(childOf(transfer, "InstdAmt") ?? childOf(transfer, "IntrBkSttlmAmt"), warn)
  );
}

function transferRemittance(transfer: XmlElement, block: XmlElement, warn: Warn): ReadRemittance {
  const money = instructed(transfer, warn);
  const into = textAt(transfer, "Amt", "EqvtAmt", "CcyOfTrf");
  if (into !== null && money !== null && into !== money.currency) {
    warn(
      "amount-equivalent",
      `The payment is given as ${money.amount} ${money.currency ?? ""} and arrives in ${into}; that amount is not stated.`,
      placeOf(transfer),
    );
  }
  const date = childOf(block, "ReqdExctnDt") ?? childOf(transfer, "ReqdExctnDt");
  return {
    reference: endToEnd(transfer),
    paymentDate: requestedDay(date, warn),
    currency: money?.currency ?? null,
    total: money?.amount ?? null,
    lines: isoLines(childrenOf(transfer, "RmtInf"), money, warn),
    payerParty: isoParty(childOf(block, "Dbtr"), childOf(block, "DbtrAcct")),
    payeeParty: isoParty(childOf(transfer, "Cdtr"), childOf(transfer, "CdtrAcct")),
    method: textAt(block, "PmtMtd"),
    note: null,
    references: [
      ...named("PmtInfId", textAt(block, "PmtInfId")),
      ...named("InstrId", textAt(transfer, "PmtId", "InstrId")),
      ...named("UETR", textAt(transfer, "PmtId", "UETR")),
      ...named("ChqNb", textAt(transfer, "ChqInstr", "ChqNb")),
      ...childrenOf(transfer, "RltdRmtInf").flatMap((related) => named("RmtId", textAt(related, "RmtId"))),
      ...named("UltmtDbtr", textAt(transfer, "UltmtDbtr", "Nm") ?? textAt(block, "UltmtDbtr", "Nm")),
      ...named("UltmtCdtr", textAt(transfer, "UltmtCdtr", "Nm")),
      ...named("CcyOfTrf", into),
    ],
    location: placeOf(transfer),
  };
}

function endToEnd(transfer: XmlElement): string | null {
  const ids = childOf(transfer, "PmtId");
  return (
    [textAt(ids, "EndToEndId"), textAt(ids, "InstrId")].find((id) => id !== null && id !== notProvided) ??
    null
  );
}

function requestedDay(date: XmlElement | null, warn: Warn): string | null {
  if (!date) return null;
  return date.children.length > 0 ? dayOf(date, warn) : dayIn(date, warn);
}

function named(kind: string, value: string | null): RemittanceReference[] {
  return value === null || value === notProvided ? [] : [{ kind, value }];
}

/** NbOfTxs and CtrlSum of a header or a block against what is there; the sum counts whatever the currencies. */
function checkSums(header: XmlElement | null, transfers: readonly XmlElement[], warn: Warn): void {
  if (!header) return;
  const count = textAt(header, "NbOfTxs");
  if (count !== null && Number(count) !== transfers.length) {
    const sentence = `The file counts ${count.slice(0, 20)} payments in ${header.name}, there are ${transfers.length}.`;
    warn("count-differs", sentence, placeOf(header));
  }
  const stated = decimalOf(textAt(header, "CtrlSum") ?? "");
  if (stated === null) return;
  const quiet: Warn = () => undefined;
  const sum = sumOf(transfers.flatMap((transfer) => instructed(transfer, quiet)?.amount ?? []));
  if (!sameNumber(stated, sum)) {
    const sentence = `The control sum of ${header.name} is ${stated}, the payments add up to ${sum}.`;
    warn("control-sum-differs", sentence, placeOf(header));
  }
}

/** Remittance advice (remt.001, versions 01 to 06): every RmtInf is a remittance with the payment it goes with. */
export function remtRemittances(message: XmlElement, warn: Warn): ReadRemittance[] {
  const initiator = isoParty(at(message, "GrpHdr", "InitgPty"), null);
  return childrenOf(message, "RmtInf").map((information) => {
    const payment = childOf(information, "OrgnlPmtInf");
    const money = payment ? instructed(payment, warn) : null;
    const references = childOf(payment, "Refs");
    const payer = isoParty(childOf(payment, "Dbtr"), childOf(payment, "DbtrAcct"));
    const ids = ["EndToEndId", "TxId", "InstrId", "PmtInfId", "MsgId", "AcctSvcrRef", "ChqNb", "UETR"];
    const known = ids.flatMap((id) => named(id, textAt(references, id)));
    const ownId = textAt(information, "RmtId");
    return {
      reference: known.find(({ kind }) => kind === "EndToEndId")?.value ?? ownId ?? known[0]?.value ?? null,
      paymentDate: requestedDay(childOf(payment, "ReqdExctnDt") ?? childOf(payment, "ReqdColltnDt"), warn),
      currency: money?.currency ?? null,
      total: money?.amount ?? null,
      lines: isoLines([information], money, warn),
      payerParty: payer.name === null ? { ...payer, name: initiator.name } : payer,
      payeeParty: isoParty(childOf(payment, "Cdtr"), childOf(payment, "CdtrAcct")),
      method: textAt(references, "PmtMtd", "Cd") ?? textAt(references, "PmtMtd"),
      note: null,
      references: [...named("RmtId", ownId), ...known],
      location: placeOf(information),
    };
  });
}
