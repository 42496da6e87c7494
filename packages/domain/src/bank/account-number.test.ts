import { expect, test } from "vitest";
import { findByNumber, isIban } from "./account-number.ts";

const accounts = [
  { id: "house", number: "DE89370400440532013000", currency: "EUR" },
  { id: "dollars", number: "DE89370400440532013000", currency: "USD" },
  { id: "dutch", number: "NL69INGB0123456789", currency: "EUR" },
  { id: "american", number: "107049932", currency: "USD" },
];

test.each<[string, string | null, string | null]>([
  ["de89 3704 0044 0532 0130 00", "EUR", "house"],
  ["DE89370400440532013000", "USD", "dollars"],
  ["DE89370400440532013000", null, null],
  ["37040044/0532013000", "EUR", "house"],
  ["37040044/532013000", "EUR", "house"],
  ["37040044/0532013000EUR", "EUR", "house"],
  ["37040045/0532013000", "EUR", null],
  ["0123456789", "EUR", "dutch"],
  ["56789", "EUR", null],
  ["107049932", "USD", "american"],
  ["107049932", "EUR", null],
  ["", null, null],
])("%s in %s is account %s", (written, currency, id) => {
  expect(findByNumber(accounts, written, currency)?.id ?? null).toBe(id);
});

test("an IBAN has the right check digits", () => {
  expect(["DE89370400440532013000", "GB82WEST12345698765432"].map(isIban)).toEqual([true, true]);
  expect(["DE89370400440532013001", "DE8937", "US123", ""].map(isIban)).toEqual([false, false, false, false]);
});
