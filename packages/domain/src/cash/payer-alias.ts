import { payerAccount, payerName } from "../matching/payer-name.ts";
import type { BankLine } from "./lock-money-line.ts";

/* Who a line says that it is from, as it is kept to be recognised again. Pure. */

export type NewAlias = { kind: "account" | "name"; value: string; written: string };

/** Account and name of the counterparty, as far as the bank gave them. */
export function aliasesOf(line: Pick<BankLine, "counterpartyAccount" | "counterpartyName">): NewAlias[] {
  const { counterpartyAccount: account, counterpartyName: name } = line;
  const aliases: NewAlias[] = [];
  if (account) aliases.push({ kind: "account", value: payerAccount(account), written: account });
  if (name) aliases.push({ kind: "name", value: payerName(name).joined, written: name });
  return aliases.filter((alias) => alias.value !== "");
}
