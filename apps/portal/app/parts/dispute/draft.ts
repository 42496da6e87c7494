/* What somebody who disputes has typed so far, as the form holds it: text, not amounts. Read the same on both sides. */

/** How much of a document is meant: some lines, an amount of it, or all that can be. */
const HOWS = ["lines", "amount", "all"] as const;
export type How = (typeof HOWS)[number];

export type DraftLine = { lineNo: number; isOn: boolean; quantity: string; unitPrice: string };
export type DraftDocument = {
  itemId: string;
  how: How;
  amount: string;
  lines: DraftLine[];
  /** What is looked for among its lines. */
  find: string;
};

export type Draft = {
  documents: DraftDocument[];
  reason: string;
  /** By `<reason>.<field>`: what was typed for one reason waits while another is looked at. */
  facts: Record<string, string>;
  comment: string;
  /** Files that were added and not sent. */
  fileIds: string[];
};

/** The names of the fields. */
export const fieldName = {
  how: (itemId: string) => `how.${itemId}`,
  amount: (itemId: string) => `amount.${itemId}`,
  find: (itemId: string) => `find.${itemId}`,
  line: (itemId: string, lineNo: number) => `line.${itemId}.${lineNo}`,
  quantity: (itemId: string, lineNo: number) => `quantity.${itemId}.${lineNo}`,
  unitPrice: (itemId: string, lineNo: number) => `price.${itemId}.${lineNo}`,
  fact: (reason: string, field: string) => `fact.${reason}.${field}`,
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Numbers of lines are below this in the books. */
const LINE_NUMBERS = 2 ** 31;
const DOCUMENTS_MAX = 200;
const LINES_MAX = 1_000;

export const isId = (text: string): boolean => UUID.test(text);

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Reads the form; documents stand in the order of their hidden `item` fields. Names that are none of ours are passed over. */
export function readDraft(form: FormData): Draft {
  const itemIds = texts(form, "item").filter(isId).slice(0, DOCUMENTS_MAX);
  const lineNos = new Map<string, Set<number>>();
  const facts: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value !== "string") continue;
    const [kind, first = "", second = ""] = name.split(".", 3);
    if (kind === "line" || kind === "quantity" || kind === "price") {
      const lineNo = Number(second);
      if (!Number.isInteger(lineNo) || lineNo < 1 || lineNo >= LINE_NUMBERS) continue;
      const known = lineNos.get(first) ?? new Set();
      lineNos.set(first, known.add(lineNo));
    }
    if (kind === "fact" && second) facts[`${first}.${second}`] = value;
  }
  return {
    documents: [...new Set(itemIds)].map((itemId) => ({
      itemId,
      how: HOWS.find((each) => each === text(form, fieldName.how(itemId))) ?? "all",
      amount: text(form, fieldName.amount(itemId)),
      find: text(form, fieldName.find(itemId)).trim(),
      lines: [...(lineNos.get(itemId) ?? [])].slice(0, LINES_MAX).map((lineNo) => ({
        lineNo,
        isOn: form.has(fieldName.line(itemId, lineNo)),
        quantity: text(form, fieldName.quantity(itemId, lineNo)),
        unitPrice: text(form, fieldName.unitPrice(itemId, lineNo)),
      })),
    })),
    reason: text(form, "reason"),
    facts,
    comment: text(form, "comment"),
    fileIds: [...new Set(texts(form, "file").filter(isId))],
  };
}

const texts = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((value) => typeof value === "string");
