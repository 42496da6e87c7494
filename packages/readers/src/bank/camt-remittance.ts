import type { Warn } from "../warning-list.ts";
import { at, childOf, childrenOf, textAt, type XmlElement } from "../xml/xml-element.ts";
import { type ReferenceAmount, type Remittance, referenceOf, type StructuredReference } from "./bank-file.ts";
import { codeIn, dayIn, moneyOf, textsOf, withDirection } from "./camt-values.ts";

/** What an amount of RfrdDocAmt is; the versions before 03 have the first four under names of their own. */
const amountKinds: Readonly<Record<string, ReferenceAmount["kind"]>> = {
  DuePyblAmt: "due",
  DscntApldAmt: "discount",
  CdtNoteAmt: "credit-note",
  TaxAmt: "tax",
  AdjstmntAmtAndRsn: "adjustment",
  RmtdAmt: "remitted",
};

/** Remittance information of a payment (RmtInf of camt.05x, pain and pacs: StructuredRemittanceInformation). */
export function remittanceOf(information: XmlElement | null, warn: Warn): Remittance {
  return {
    structured: childrenOf(information, "Strd").flatMap((structured) => referencesOf(structured, warn)),
    unstructured: referenceOf(textsOf(information, "Ustrd")),
  };
}

/**
 * The documents and the creditor's reference of one Strd. Amounts stated beside several documents belong to none of
 * them alone and stand by themselves.
 */
function referencesOf(structured: XmlElement, warn: Warn): StructuredReference[] {
  const documents = childrenOf(structured, "RfrdDocInf").flatMap((document) => documentOf(document, warn));
  const creditor = childrenOf(structured, "CdtrRefInf").flatMap((reference) =>
    creditorReferenceOf(reference),
  );
  const amounts = amountsOf(childOf(structured, "RfrdDocAmt"), warn);
  const text = textsOf(structured, "AddtlRmtInf");
  const references = [...documents, ...creditor];
  if (amounts.length === 0 && text === null) return references;
  const [only] = references;
  if (only && (references.length === 1 || documents.length === 1)) {
    return [
      { ...only, amounts: [...only.amounts, ...amounts], text: text ?? only.text },
      ...references.slice(1),
    ];
  }
  return [...references, { type: null, reference: null, issuer: null, date: null, amounts, text }];
}

function documentOf(document: XmlElement, warn: Warn): StructuredReference[] {
  const date = at(document, "RltdDt", "Dt") ?? childOf(document, "RltdDt");
  const head: StructuredReference = {
    type: codeIn(at(document, "Tp", "CdOrPrtry")) ?? codeIn(at(document, "RfrdDocTp")),
    reference: textAt(document, "Nb") ?? textAt(document, "RfrdDocNb"),
    issuer: textAt(document, "Tp", "Issr") ?? textAt(document, "RfrdDocTp", "Issr"),
    date: date ? dayIn(date, warn) : null,
    amounts: [],
    text: null,
  };
  const lines = childrenOf(document, "LineDtls").flatMap((line) => {
    const amounts = amountsOf(childOf(line, "Amt"), warn);
    return childrenOf(line, "Id").map((id) => ({
      type: codeIn(at(id, "Tp", "CdOrPrtry")),
      reference: textAt(id, "Nb"),
      issuer: textAt(id, "Tp", "Issr"),
      date: textAt(id, "RltdDt"),
      amounts,
      text: textAt(line, "Desc"),
    }));
  });
  return head.reference === null && head.type === null ? lines : [head, ...lines];
}

function creditorReferenceOf(information: XmlElement): StructuredReference[] {
  const reference = textAt(information, "Ref") ?? textAt(information, "CdtrRef");
  if (reference === null) return [];
  return [
    {
      type: codeIn(at(information, "Tp", "CdOrPrtry")) ?? codeIn(at(information, "CdtrRefTp")),
      reference,
      issuer: textAt(information, "Tp", "Issr") ?? textAt(information, "CdtrRefTp", "Issr"),
      date: null,
      amounts: [],
      text: null,
    },
  ];
}

/** Amounts of RfrdDocAmt: as they are in the first versions, or one deeper with a type (`<DscntApldAmt><Tp/><Amt/>`). */
function amountsOf(amounts: XmlElement | null, warn: Warn): ReferenceAmount[] {
  return (amounts?.children ?? []).flatMap((element) => {
    const kind = amountKinds[element.name];
    if (!kind) return [];
    const money = moneyOf(childOf(element, "Amt") ?? element, warn);
    if (!money) return [];
    const direction = textAt(element, "CdtDbtInd");
    const amount =
      direction === "CRDT" || direction === "DBIT" ? withDirection(money.amount, direction) : money.amount;
    return [{ ...money, amount, kind, reason: textAt(element, "Rsn") ?? codeIn(childOf(element, "Tp")) }];
  });
}
