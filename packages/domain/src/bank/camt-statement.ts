/** One payment as a camt message tells of it. Amounts are signed decimal strings, money in is positive. */
export type CamtPayment = {
  amount: string;
  endToEndId?: string;
  name?: string;
  account?: string;
  structured?: readonly string[];
  text?: string;
};

export type CamtEntry = CamtPayment & {
  bookedOn?: string;
  valueOn?: string;
  reference?: string;
  pending?: boolean;
  code?: string;
  /** The payments of a batch; without, the entry is one payment. */
  parts?: readonly CamtPayment[];
};

export type CamtStatement = {
  account: string;
  currency: string;
  id: string;
  from?: string;
  to?: string;
  /** Booked balances, as signed decimal strings. */
  opening?: string;
  closing?: string;
  entries: readonly CamtEntry[];
};

const KINDS = {
  "camt.052": { namespace: "camt.052.001.08", message: "BkToCstmrAcctRpt", each: "Rpt" },
  "camt.053": { namespace: "camt.053.001.08", message: "BkToCstmrStmt", each: "Stmt" },
  "camt.054": { namespace: "camt.054.001.08", message: "BkToCstmrDbtCdtNtfctn", each: "Ntfctn" },
} as const;

/**
 * Writes a camt message of version 08 (ISO 20022) as a bank would send it: what examples and made-up companies are
 * fed with, so that their money comes the way a bank's does.
 */
export function camtOf(kind: keyof typeof KINDS, statements: readonly CamtStatement[]): Uint8Array {
  const { namespace, message, each } = KINDS[kind];
  const bodies = statements.map((statement) => `<${each}>${statementXml(statement)}</${each}>`).join("\n");
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${namespace}"><${message}>
${tag("GrpHdr", tag("MsgId", escaped(statements[0]?.id ?? "none")))}
${bodies}
</${message}></Document>
`);
}

function statementXml({ account, currency, id, from, to, opening, closing, entries }: CamtStatement): string {
  const isIban = /^[A-Z]{2}\d{2}/.test(account);
  const number = isIban ? tag("IBAN", account) : tag("Othr", tag("Id", escaped(account)));
  const period =
    from && to ? tag("FrToDt", tag("FrDtTm", `${from}T00:00:00`) + tag("ToDtTm", `${to}T23:59:59`)) : "";
  const balance = (code: string, amount: string | undefined, day: string | undefined) =>
    amount === undefined
      ? ""
      : tag(
          "Bal",
          tag("Tp", tag("CdOrPrtry", tag("Cd", code))) +
            amountXml(amount, currency) +
            (day ? tag("Dt", tag("Dt", day)) : ""),
        );
  return [
    tag("Id", escaped(id)),
    period,
    tag("Acct", tag("Id", number) + tag("Ccy", currency)),
    balance("OPBD", opening, from),
    balance("CLBD", closing, to),
    ...entries.map((entry) => entryXml(entry, currency)),
  ].join("\n");
}

function entryXml(entry: CamtEntry, currency: string): string {
  const { bookedOn, valueOn, reference, pending, code, parts } = entry;
  const batch = parts ? tag("Btch", tag("NbOfTxs", String(parts.length))) : "";
  const payments = (parts ?? [entry]).map((payment) => paymentXml(payment, currency)).join("");
  return tag(
    "Ntry",
    [
      amountXml(entry.amount, currency),
      tag("Sts", tag("Cd", pending ? "PDNG" : "BOOK")),
      bookedOn ? tag("BookgDt", tag("Dt", bookedOn)) : "",
      valueOn ? tag("ValDt", tag("Dt", valueOn)) : "",
      reference ? tag("AcctSvcrRef", escaped(reference)) : "",
      tag("BkTxCd", tag("Prtry", tag("Cd", escaped(code ?? "NTRF")))),
      tag("NtryDtls", batch + payments),
    ].join(""),
  );
}

function paymentXml(
  { amount, endToEndId, name, account, structured, text }: CamtPayment,
  currency: string,
): string {
  const isIn = !amount.startsWith("-");
  const [party, partyAccount] = isIn ? ["Dbtr", "DbtrAcct"] : ["Cdtr", "CdtrAcct"];
  const remittance =
    (text ? tag("Ustrd", escaped(text)) : "") +
    (structured ?? []).map((number) => tag("Strd", tag("RfrdDocInf", tag("Nb", escaped(number))))).join("");
  const parties =
    (name ? tag(party, tag("Pty", tag("Nm", escaped(name)))) : "") +
    (account ? tag(partyAccount, tag("Id", tag("IBAN", account))) : "");
  return tag(
    "TxDtls",
    [
      tag("Refs", tag("EndToEndId", escaped(endToEndId ?? "NOTPROVIDED"))),
      amountXml(amount, currency),
      parties ? tag("RltdPties", parties) : "",
      remittance ? tag("RmtInf", remittance) : "",
    ].join(""),
  );
}

const amountXml = (amount: string, currency: string): string =>
  `<Amt Ccy="${currency}">${amount.replace("-", "")}</Amt>${tag("CdtDbtInd", amount.startsWith("-") ? "DBIT" : "CRDT")}`;

const tag = (name: string, body: string): string => `<${name}>${body}</${name}>`;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
