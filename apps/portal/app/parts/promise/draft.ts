/* What somebody who promises has typed so far, as the form holds it: text, not amounts. Read the same on both sides. */

export type DraftDocument = { itemId: string; amount: string };
export type DraftDate = { dueOn: string; amount: string };

export type Draft = {
  documents: DraftDocument[];
  dates: DraftDate[];
  note: string;
  /** The saved method each amount is debited from on its day; empty for none. */
  methodId: string;
};

/** The names of the fields; dates count from 1. */
export const fieldName = {
  amount: (itemId: string) => `amount.${itemId}`,
  day: (no: number) => `day.${no}`,
  dayAmount: (no: number) => `due.${no}`,
} as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DOCUMENTS_MAX = 500;
/** As many fields as the form ever has; a promise with more dates is refused anyway. */
const DATES_MAX = 61;

export const isId = (text: string): boolean => UUID.test(text);

/** Reads the form in the order in which its fields stand. Names that are none of ours are passed over. */
export function readDraft(form: FormData): Draft {
  const documents: DraftDocument[] = [];
  const dates: DraftDate[] = [];
  for (const [name, value] of form) {
    if (typeof value !== "string") continue;
    const [kind, which = ""] = name.split(".", 2);
    if (kind === "amount" && isId(which) && documents.length < DOCUMENTS_MAX)
      documents.push({ itemId: which, amount: value });
    if (kind === "day" && dates.length < DATES_MAX) dates.push({ dueOn: value.trim(), amount: "" });
    const last = dates.at(-1);
    if (kind === "due" && last) last.amount = value;
  }
  return { documents, dates, note: text(form, "note"), methodId: text(form, "method") };
}

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};
