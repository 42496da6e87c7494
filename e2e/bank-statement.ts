/** One booking on a statement. The amount is decimal text; negative went out. */
export type StatementEntry = {
  amount: string;
  name: string;
  account?: string;
  text: string;
  reference: string;
  endToEnd?: string;
};

const minorOf = (decimal: string): bigint => BigInt(decimal.replace(".", ""));
const decimalOf = (minor: bigint): string => {
  const digits = String(minor < 0n ? -minor : minor).padStart(3, "0");
  return `${minor < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A bank statement as camt.053.001.08 whose balances add up; source: ISO 20022 message definitions. */
export function camtStatement({
  id,
  account,
  currency,
  day,
  opening,
  entries,
}: {
  id: string;
  account: string;
  currency: string;
  day: string;
  opening: string;
  entries: readonly StatementEntry[];
}): string {
  const closing = decimalOf(entries.reduce((sum, { amount }) => sum + minorOf(amount), minorOf(opening)));
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountOf(amount)}<Dt><Dt>${day}</Dt></Dt></Bal>`;
  const amountOf = (amount: string) =>
    `<Amt Ccy="${currency}">${amount.replace("-", "")}</Amt><CdtDbtInd>${amount.startsWith("-") ? "DBIT" : "CRDT"}</CdtDbtInd>`;
  const booked = entries.map(({ amount, name, account: from, text, reference, endToEnd }) => {
    const role = amount.startsWith("-") ? "Cdtr" : "Dbtr";
    return `<Ntry>${amountOf(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>
<AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>${endToEnd ?? "NOTPROVIDED"}</EndToEndId></Refs>
<RltdPties><${role}><Pty><Nm>${escaped(name)}</Nm></Pty></${role}>${
      from ? `<${role}Acct><Id><Othr><Id>${from}</Id></Othr></Id></${role}Acct>` : ""
    }</RltdPties>
<RmtInf><Ustrd>${escaped(text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T23:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${day}T23:00:00Z</CreDtTm><Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>
${balance("OPBD", opening)}${balance("CLBD", closing)}
${booked.join("\n")}
</Stmt></BkToCstmrStmt></Document>
`;
}
