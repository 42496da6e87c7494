import type { ItemKind } from "../items/item.ts";
import { daysBetween } from "../kernel/business-day.ts";
import { most, sum } from "../kernel/money.ts";
import { BUCKETS, type Bucket } from "./ageing.ts";
import { type PaperFormats, pageSizeIn } from "./paper-formats.ts";
import type { Statement, StatementRow, StatementSection } from "./statement.ts";

/** The sentences of a statement, one object per language. Amounts and days come in as finished text. */
export type StatementWords = {
  title: string;
  lead: (day: string) => string;
  account: string;
  accounts: (count: number) => string;
  /** Label of the companies of the biller that documents belong to beside the sender's. */
  alsoOnBehalfOf: string;
  date: string;
  currency: string;
  currencies: string;
  openDocuments: (count: number) => string;
  credits: string;
  balance: (currency: string) => string;
  /** Invoices are the rule and are not named. */
  kinds: Record<Exclude<ItemKind, "invoice">, string>;
  partPaid: string;
  buckets: Record<Bucket, string>;
  overdue: (currency: string) => string;
  payAt: (host: string) => string;
  checkLine: (moment: string) => string;
  noChangedDetails: string;
};

/** Whose statement it is: one account, or several under the name of the first. */
export type StatementFor = {
  name: string;
  numbers: readonly string[];
  addressLines: string[];
  country: string | null;
};

type Dress<L> = {
  /** The sender: a legal entity, by `senderOf`. */
  biller: { name: string; addressLines: string[] };
  senderId: string | null;
  /** The legal entities its documents belong to; each row names its own where there are several. */
  entities: readonly { id: string; name: string }[];
  recipient: StatementFor;
  /** When the figures were read and agreed with the books. */
  checkedAt: Date;
  /** Where it is paid: "pay.parlance.example". */
  portalHost: string;
  /** Words of the template, as `statementLabelsEn` of the documents package. */
  labels: L;
  words: StatementWords;
  formats: PaperFormats;
};

/** A statement that was read and checked, as the data of its paper, template "statement". Nothing is added up anew but the running totals. */
export function statementPaper<L>(statement: Statement, dress: Dress<L>) {
  const { biller, senderId, entities, recipient, checkedAt, labels, words, formats } = dress;
  const { asOf, sections } = statement;
  const codes = sections.map((section) => section.currency);
  const [number = ""] = recipient.numbers;
  const others = entities.filter(({ id }) => id !== senderId).map(({ name }) => name);
  return {
    page: pageSizeIn(recipient.country),
    language: formats.language,
    title: words.title,
    lead: words.lead(formats.day(asOf)),
    biller: { ...biller, contactLines: [] },
    recipient: { name: recipient.name, addressLines: recipient.addressLines },
    facts: [
      {
        label: words.account,
        value: recipient.numbers.length > 1 ? words.accounts(recipient.numbers.length) : number,
      },
      { label: words.date, value: formats.day(asOf) },
      ...(codes.length > 0
        ? [{ label: codes.length > 1 ? words.currencies : words.currency, value: codes.join(", ") }]
        : []),
      ...others.map((value, index) => ({ label: index === 0 ? words.alsoOnBehalfOf : "", value })),
    ],
    notes: [words.noChangedDetails],
    generatedAt: checkedAt.toISOString(),
    reference: ["ST", number, ...(codes.length === 1 ? codes : []), asOf.replaceAll("-", "")].join("-"),
    labels,
    sections: sections.map((section) => paperSection(section, asOf, dress)),
  };
}

/** What is not zero stays visible beside a bar a thousand times as long. */
const LEAST_SHARE = 0.005;

const shareOf = (minor: bigint, largestMinor: bigint): number =>
  minor > 0n ? Math.max(LEAST_SHARE, Number((minor * 10_000n) / largestMinor) / 10_000) : 0;

function paperSection<L>(section: StatementSection, asOf: string, dress: Dress<L>) {
  const { entities, recipient, checkedAt, portalHost, words, formats } = dress;
  const { currency, debits, credits, debitsMinor, creditsMinor, balanceMinor, ageing } = section;
  const written = (minor: bigint) => formats.amount(minor, currency);
  const companies = entities.length > 1 ? new Map(entities.map(({ id, name }) => [id, name])) : null;
  let runningMinor = 0n;
  const row = (each: StatementRow, sign: 1n | -1n) => {
    runningMinor += sign * each.openMinor;
    const late = each.dueOn ? daysBetween(each.dueOn, asOf) : 0;
    const notes = [
      recipient.numbers.length > 1 && each.customerName,
      companies?.get(each.legalEntityId) ?? false,
      sign === 1n && each.openMinor < each.amountMinor && words.partPaid,
    ].filter((note) => note !== false);
    return {
      document: each.number,
      ...(each.kind !== "invoice" && { kind: words.kinds[each.kind] }),
      reference: each.reference ?? each.poNumber ?? "",
      issuedOn: formats.day(each.issuedOn),
      dueOn: each.dueOn && sign === 1n ? formats.day(each.dueOn) : "",
      daysText: sign === 1n && late > 0 ? String(late) : "",
      amount: written(sign * each.amountMinor),
      open: written(sign * each.openMinor),
      runningTotal: written(runningMinor),
      ...(notes.length > 0 && { note: notes.join(", ") }),
    };
  };
  const largestMinor = BUCKETS.map((bucket) => ageing[bucket]).reduce(most, 0n);
  const overdueMinor = sum(BUCKETS.filter((bucket) => bucket !== "current").map((bucket) => ageing[bucket]));
  return {
    currency,
    heading: currency,
    equation: [
      { operator: "", label: words.openDocuments(debits.length), amount: written(debitsMinor) },
      { operator: "−", label: words.credits, amount: written(creditsMinor) },
      { operator: "=", label: words.balance(currency), amount: written(balanceMinor) },
    ],
    rows: debits.map((each) => row(each, 1n)),
    openTotal: written(debitsMinor),
    credits: credits.map((each) => row(each, -1n)),
    creditsTotal: written(-creditsMinor),
    balance: written(balanceMinor),
    ageing: [
      ...BUCKETS.map((bucket) => ({
        label: words.buckets[bucket],
        amount: written(ageing[bucket]),
        share: shareOf(ageing[bucket], largestMinor),
      })),
      { label: words.credits, amount: written(-creditsMinor) },
    ],
    ageingTotal: written(balanceMinor),
    advice: [{ label: words.overdue(currency), amount: written(overdueMinor) }],
    adviceNotes: [words.payAt(portalHost)],
    checkLine: words.checkLine(formats.moment(checkedAt)),
  };
}
