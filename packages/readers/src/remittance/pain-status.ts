import { placeOf } from "../bank/camt-values.ts";
import type { Warn } from "../warning-list.ts";
import { at, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";

/**
 * A bank's answer to payments (pain.002) is no remittance: it names payments by their numbers and says what became of
 * them. It yields no lines, and one warning for every payment that was refused.
 */
export function warnOfStatus(message: XmlElement, warn: Warn): readonly [] {
  const original = textAt(message, "OrgnlGrpInfAndSts", "OrgnlMsgId");
  const answer = original === null ? "" : ` to message ${original}`;
  warn("status-report", `The file is a bank's status report${answer}, not a remittance.`, placeOf(message));
  const payments = childrenOf(message, "OrgnlPmtInfAndSts").flatMap((block) => [
    { element: block, status: textAt(block, "PmtInfSts"), id: textAt(block, "OrgnlPmtInfId") },
    ...childrenOf(block, "TxInfAndSts").map((transaction) => ({
      element: transaction,
      status: textAt(transaction, "TxSts"),
      id: textAt(transaction, "OrgnlEndToEndId") ?? textAt(transaction, "OrgnlInstrId"),
    })),
  ]);
  for (const { element, status, id } of payments) {
    if (status !== "RJCT") continue;
    const reasons = childrenOf(element, "StsRsnInf").flatMap((reason) => [
      textAt(reason, "Rsn", "Cd") ?? textAt(reason, "Rsn", "Prtry") ?? "",
      ...childrenOf(reason, "AddtlInf").map(({ text }) => text),
    ]);
    const said = reasons.filter((text) => text !== "").join(", ");
    warn(
      "payment-rejected",
      `Payment ${id ?? "without a number"} was rejected${said && `: ${said}`}.`,
      placeOf(element),
    );
  }
  const group = at(message, "OrgnlGrpInfAndSts");
  if (textAt(group, "GrpSts") === "RJCT" && group) {
    warn("payment-rejected", "The whole message was rejected.", placeOf(group));
  }
  return [];
}
