import type { items } from "@openitem/db/schema/items";

export type Item = typeof items.$inferSelect;
export type ItemKind = Item["kind"];

const DEBITS: readonly ItemKind[] = ["invoice", "debit_memo", "refund"];

/** Whether the document makes the customer owe. The others are credits: they settle debits. */
export const isDebit = (kind: ItemKind): boolean => DEBITS.includes(kind);

/** The last run of digits of a document number, "10188" of "INV-2026-10188"; empty when there is none. */
export const numberTail = (number: string): string => /(\d+)\D*$/.exec(number)?.[1] ?? "";
