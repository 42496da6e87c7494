import type { InvoiceLine, InvoicePaper } from "@openitem/documents/invoice-paper";
import { invoiceLabelsEn } from "@openitem/documents/labels-en";
import { isDebit } from "@openitem/domain/items/item";
import { type ItemDetail, type ItemLine, listItemLines, readItem } from "@openitem/domain/items/read-item";
import { formatAmount, formatDay, formatDecimal, signsOf } from "@openitem/ui/formats";
import { createTranslator } from "use-intl";
import type { Viewer } from "./context.ts";
import { en } from "./messages/en.ts";

/** More lines than this are a file and not a paper: some 90 sheets, which take seconds to set. */
const PAPER_LINES_MAX = 3_000;

const LINES_AT_A_TIME = 500;

/** The lines of a document from the first to the last, in pages. */
export async function* pagesOfLines(ctx: Viewer["ctx"], itemId: string): AsyncGenerator<ItemLine[]> {
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof listItemLines>> = await listItemLines(ctx, {
      itemId,
      after,
      limit: LINES_AT_A_TIME,
    });
    if (page.rows.length > 0) yield page.rows;
    after = page.next;
  }
}

/** A document as a paper to typeset, in the reader's formats. Refuses `item.missing`. */
export async function readInvoicePaper({ ctx, contact }: Viewer, itemId: string): Promise<InvoicePaper> {
  const detail = await readItem(ctx, itemId);
  const lines: ItemLine[] = [];
  if (detail.lineCount <= PAPER_LINES_MAX)
    for await (const page of pagesOfLines(ctx, itemId)) lines.push(...page);
  return composePaper(detail, lines, contact.locale, ctx.now);
}

/** Pure: the words and figures of the sheet. `lines` is empty where there are none, or too many to print. */
function composePaper(detail: ItemDetail, lines: ItemLine[], locale: string, now: Date): InvoicePaper {
  const { item, customer, legalEntity, lineCount, inFlightMinor, appliedMinor, today } = detail;
  const { currency, kind, number, amountMinor, openMinor, dueOn } = item;
  const t = createTranslator({ locale: "en", messages: en, namespace: "invoice.paper" });
  const amount = (minor: bigint) => formatAmount(minor, currency, locale);
  const day = (iso: string) => formatDay(iso, locale);
  const fact = (label: string, value: string | null) => (value ? [{ label, value }] : []);
  const total = { label: `${t("total")}, ${currency}`, amount: amount(amountMinor) };
  return {
    page: ["US", "CA"].includes(customer.country ?? "") ? "us-letter" : "a4",
    language: "en",
    title: t(kind),
    ...(item.reference && { lead: item.reference }),
    biller: {
      name: legalEntity.name,
      addressLines: legalEntity.addressLines,
      contactLines: legalEntity.taxId ? [t("taxId", { id: legalEntity.taxId })] : [],
    },
    recipient: { name: customer.name, addressLines: customer.addressLines },
    facts: [
      ...fact(t("number"), number),
      ...fact(t("account"), customer.number),
      ...fact(t("issued"), day(item.issuedOn)),
      ...fact(t("due"), dueOn && day(dueOn)),
      ...fact(t("po"), item.poNumber),
      ...fact(t("terms"), item.terms),
      ...fact(t("currency"), currency),
    ],
    notes: [t("bankNotice")],
    generatedAt: now.toISOString(),
    reference: number,
    labels: invoiceLabelsEn,
    currency,
    decimalSeparator: signsOf(locale).decimal,
    summary: [dueOn ? { ...total, label: `${t("total")}, ${currency}, ${t("due")} ${day(dueOn)}` } : total],
    groups: [{ heading: "", lines: paperLines(), subtotal: "" }],
    totals: [],
    total,
    taxes: [],
    openNow: openNow(),
    ...(openMinor !== amountMinor || inFlightMinor > 0n
      ? { openTotal: { label: t("openOn", { day: day(today) }), amount: amount(openMinor) } }
      : {}),
    checkLine: lineCount > 0 ? t("check") : t("checkNone"),
  };

  function paperLines(): InvoiceLine[] {
    // What has no lines, or too many, is one line over the whole amount.
    if (lines.length === 0) {
      const description = lineCount > 0 ? t("manyLines", { count: lineCount }) : (item.reference ?? t(kind));
      const whole = amount(amountMinor);
      return [{ description, period: "", quantity: "", unitPrice: "", amount: whole, runningTotal: whole }];
    }
    let runningMinor = 0n;
    return lines.map((line) => {
      runningMinor += line.amountMinor;
      return {
        description: line.unit ? `${line.description} (${line.unit})` : line.description,
        period: periodOf(line),
        quantity: formatDecimal(line.quantity, locale),
        unitPrice: formatDecimal(line.unitPrice, locale),
        amount: amount(line.amountMinor),
        runningTotal: amount(runningMinor),
      };
    });
  }

  function periodOf({ periodFromOn: from, periodToOn: to }: ItemLine): string {
    if (!from || !to) return "";
    return `${formatDay(from, locale, { year: from.slice(0, 4) !== to.slice(0, 4) })} – ${day(to)}`;
  }

  function openNow() {
    const rows = [{ label: t("amountOf"), amount: amount(amountMinor) }];
    if (appliedMinor > 0n) rows.push({ label: t("paid"), amount: amount(-appliedMinor) });
    return isDebit(kind) || appliedMinor > 0n ? rows : [];
  }
}
