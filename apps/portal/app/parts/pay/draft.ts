/* What a payer has typed so far, as the form holds it: text, not amounts. Read the same way in the browser and on the server. */

export type DraftRow = {
  itemId: string;
  amount: string;
  reason: string;
  note: string;
  /** What was free to pay when the form was made, as plain minor units; empty when the form did not say. */
  was: string;
};

export type DraftCredit = { itemId: string; used: boolean; amount: string };

export type Draft = { rows: DraftRow[]; credits: DraftCredit[]; onAccount: string };

/** The names of the fields, by document. */
export const fieldName = {
  amount: (itemId: string) => `amount.${itemId}`,
  reason: (itemId: string) => `reason.${itemId}`,
  note: (itemId: string) => `note.${itemId}`,
  was: (itemId: string) => `was.${itemId}`,
  use: (itemId: string) => `use.${itemId}`,
  credit: (itemId: string) => `credit.${itemId}`,
} as const;

export const emptyDraft = (): Draft => ({ rows: [], credits: [], onAccount: "" });

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isItemId = (text: string): boolean => UUID.test(text);

const text = (form: FormData, name: string): string => String(form.get(name) ?? "");

/** Reads the form in the order its rows stand. Names that are none of ours are passed over. */
export function readDraft(form: FormData): Draft {
  const rows: DraftRow[] = [];
  const credits: DraftCredit[] = [];
  for (const [name, value] of form) {
    const [kind, itemId = ""] = name.split(".", 2);
    if (!isItemId(itemId)) continue;
    if (kind === "amount")
      rows.push({
        itemId,
        amount: String(value),
        reason: text(form, fieldName.reason(itemId)),
        note: text(form, fieldName.note(itemId)),
        was: text(form, fieldName.was(itemId)),
      });
    if (kind === "credit")
      credits.push({ itemId, used: form.has(fieldName.use(itemId)), amount: String(value) });
  }
  return { rows, credits, onAccount: text(form, "onAccount") };
}
