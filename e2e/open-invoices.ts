import type { APIRequestContext } from "@playwright/test";

/** An invoice that stories may pay, dispute or promise. Amounts in minor units as the file's decimals have them. */
export type OpenInvoice = {
  id: string;
  number: string;
  /** Number of the account that it is of. */
  account: string;
  dueOn: string;
  amountMinor: bigint;
  openMinor: bigint;
  /** Days until it is due by its account's calendar; negative when it is overdue. */
  dueIn: number;
};

/**
 * Open invoices of whoever asks of which nothing is disputed, promised or being paid, the oldest due first. Chosen by
 * what they are and not by their place in a list, which changes with the day.
 */
export async function freeInvoices(
  request: APIRequestContext,
  portalUrl: string,
  filter: Record<string, string> = {},
): Promise<OpenInvoice[]> {
  const query = new URLSearchParams(filter);
  const page = await (await request.get(`${portalUrl}/invoices?${query}`)).text();
  const links = page.matchAll(/href="\/invoices\/([0-9a-f-]{36})[^"]*"[^>]*>([^<]+)</g);
  const ids = new Map(Array.from(links, ([, id = "", number = ""]) => [number, id]));
  const csv = await (await request.get(`${portalUrl}/invoices.csv?${query}`)).text();
  return csv
    .trim()
    .split("\r\n")
    .slice(1)
    .flatMap((line) => {
      // Names may hold commas; what is needed stands before and after them.
      const cells = line.split(",");
      const [kind, number = "", account = ""] = cells;
      const [dueOn = "", , amount = "", open = "", ...held] = cells.slice(-8);
      const daysLate = held.pop();
      const id = ids.get(number);
      if (kind !== "invoice" || !id || held.some((minor) => minorOf(minor) !== 0n)) return [];
      const minors = { amountMinor: minorOf(amount), openMinor: minorOf(open) };
      return minors.openMinor > 0n
        ? [{ id, number, account, dueOn, ...minors, dueIn: 0 - Number(daysLate) }]
        : [];
    });
}

const minorOf = (decimal: string): bigint => BigInt(decimal.replace(".", ""));

/** The newest of invoices that is open in full, can be disputed, and has several lines; its first line is less than all of it. */
export async function withLines(
  request: APIRequestContext,
  portalUrl: string,
  invoices: readonly OpenInvoice[],
): Promise<OpenInvoice> {
  for (const invoice of invoices.toReversed()) {
    if (invoice.openMinor < invoice.amountMinor) continue;
    const form = await (await request.get(`${portalUrl}/disputes/new?item=${invoice.id}`)).text();
    if ((form.match(/class="dispute-line[ "]/g)?.length ?? 0) > 1) return invoice;
  }
  throw new Error("The account has no invoice with several lines that can be disputed");
}

/** The one that a story needs, or why it cannot be told. */
export function needed(invoice: OpenInvoice | undefined): OpenInvoice {
  if (!invoice)
    throw new Error("The account has no open invoice of which nothing is disputed, promised or paid");
  return invoice;
}
