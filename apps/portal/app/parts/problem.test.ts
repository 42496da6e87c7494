import { formatDay, formatDecimal } from "@openitem/ui/formats";
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { refusals } from "../messages/en/refusals.ts";
import { writtenFacts } from "./problem.tsx";

const LOCALE = "de-DE";
const format = {
  day: (iso: string) => formatDay(iso, LOCALE),
  decimal: (decimal: string) => formatDecimal(decimal, LOCALE),
};
const t = createTranslator({ locale: "en", messages: refusals });

test("a refusal writes days and amounts as the person does", () => {
  const late = t("dispute.too_late", writtenFacts({ document: "INV-1", until: "2026-11-17" }, format));
  expect(late).toBe(
    `INV-1 could be disputed until ${formatDay("2026-11-17", LOCALE)}. Write to us if something is wrong with it.`,
  );
  expect(late).not.toContain("2026-11-17");
  const over = { document: "0042", open: "1234.50", currency: "EUR" };
  expect(t("dispute.over_open", writtenFacts(over, format))).toBe(
    "Of 0042, 1.234,50 EUR is open. Dispute that or less.",
  );
});

test("where nothing is left to dispute, only the way to the other dispute is named", () => {
  const other = { number: "DSP-0001", document: "INV-1", currency: "USD" };
  const said = "DSP-0001 is about this already. Add there what you want to say.";
  expect(t("dispute.already_disputed", writtenFacts({ ...other, left: "0.00" }, format))).toBe(said);
  expect(t("dispute.already_disputed", writtenFacts(other, format))).toBe(said);
  expect(t("dispute.already_disputed", writtenFacts({ ...other, left: "5.00" }, format))).toContain(
    "Up to 5,00 USD more of INV-1 can be disputed",
  );
});
