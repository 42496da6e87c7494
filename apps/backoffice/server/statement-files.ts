import { statementLabelsEn } from "@openitem/documents/labels-en";
import { listFamily } from "@openitem/domain/customers/list-family";
import { isDay } from "@openitem/domain/kernel/business-day";
import type { Context } from "@openitem/domain/kernel/context";
import { decimal } from "@openitem/domain/kernel/money";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { permit } from "@openitem/domain/policies/permissions";
import type { PaperFormats } from "@openitem/domain/statements/paper-formats";
import { PAPER_ROWS_MAX, rowCount } from "@openitem/domain/statements/paper-rows";
import { readStatement } from "@openitem/domain/statements/read-statement";
import { readStatementPaper } from "@openitem/domain/statements/read-statement-paper";
import { statementCsv } from "@openitem/domain/statements/statement-csv";
import { statementWordsEn } from "@openitem/domain/statements/statement-words-en";
import { formatAmount, formatDay, formatMoment } from "@openitem/mail/formats";
import { z } from "zod";
import { typesetPaper } from "./typeset-paper.ts";

/** What the address of a statement's file says. */
export const statementFileInput = z.object({
  customer: z.uuid(),
  asOf: z.string().refine(isDay, "This is not a day of the calendar."),
  /** Also what the subsidiaries owe, as a contact of the parent may see it. */
  withSubsidiaries: z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true"),
});

export type StatementFileInput = z.output<typeof statementFileInput>;

/** A file to hand out, its name safe on any system. */
export type StatementFile = { name: string; type: string; body: string | Uint8Array };

type Reading = Context & { portalUrl: string; organization: { name: string } };

/** The statement of a customer as CSV, every row of it. Refuses `customer.missing` and `statement.differs`. */
export async function statementAsCsv(ctx: Reading, input: StatementFileInput): Promise<StatementFile> {
  const { statement, name } = await open(ctx, input);
  return { name: `${name}.csv`, type: "text/csv; charset=utf-8", body: statementCsv(statement) };
}

/**
 * The statement of a customer as PDF, with figures and clock of the customer's own place. Refuses `statement.too_long`
 * too: there is the CSV.
 */
export async function statementAsPdf(ctx: Reading, input: StatementFileInput): Promise<StatementFile> {
  const { statement, name, family, customer } = await open(ctx, input);
  const rows = rowCount(statement);
  if (rows > PAPER_ROWS_MAX) throw tooLong(rows);
  const paper = await readStatementPaper(ctx, statement, {
    accounts: family,
    billerName: ctx.organization.name,
    labels: statementLabelsEn,
    words: statementWordsEn,
    formats: formatsOf(customer),
  });
  const body = await typesetPaper("statement", paper, () => tooLong(rows));
  return { name: `${name}.pdf`, type: "application/pdf", body };
}

const tooLong = (rows: number) =>
  new Refusal(
    "invalid",
    "statement.too_long",
    `This statement has ${rows.toLocaleString("en")} rows: too long for a PDF. Take the CSV instead.`,
    { rows },
  );

async function open(ctx: Context, { customer: customerId, asOf, withSubsidiaries }: StatementFileInput) {
  permit(ctx.actor, "account.read", customerId);
  const family = await listFamily(ctx, customerId, { withSubsidiaries });
  const [customer] = family;
  const statement = await readStatement(ctx, { customerIds: family.map(({ id }) => id), asOf });
  const name = `statement-${customer.number}-${asOf}`.replace(/[^\w.-]+/g, "-");
  return { statement, name, family, customer };
}

/** The words are English until there are others, so days and months are too; figures are grouped as in the customer's place. */
function formatsOf({ locale, timeZone }: { locale: string; timeZone: string }): PaperFormats {
  const { language, region } = new Intl.Locale(locale).maximize();
  const tag = language === "en" ? locale : new Intl.Locale("en", { region }).toString();
  return {
    language: "en",
    amount: (minor, currency) => formatAmount(decimal(minor, currency), tag),
    day: (iso) => formatDay(iso, tag),
    moment: (at) => formatMoment(at, tag, timeZone),
  };
}
