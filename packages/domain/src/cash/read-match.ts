import { arrayLiteral } from "@openitem/db/array-literal";
import { bankAccounts, bankLines } from "@openitem/db/schema/bank";
import { matchBars, matchOutcomes, payerAliases } from "@openitem/db/schema/matching";
import { columnList, send, toRow } from "@openitem/db/statement";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import type { BankLine } from "./lock-money-line.ts";
import { type KeptOutcome, readOutcome } from "./outcome-text.ts";
import { aliasesOf } from "./payer-alias.ts";
import { recordedReceipts } from "./recorded-receipts.ts";

export type MatchDetail = {
  line: BankLine;
  bankAccount: { id: string; name: string; number: string; currency: string };
  /** The receipt it became. */
  receipt: {
    id: string;
    number: string;
    customerId: string;
    amountMinor: bigint;
    openMinor: bigint;
    heldAs: "unapplied" | "on_account";
    issuedOn: string;
  } | null;
  /** What the receipt pays now, by application; each can be undone by itself. */
  applications: {
    id: string;
    debitId: string;
    number: string;
    customerId: string;
    amountMinor: bigint;
    appliedOn: string;
    /** By the machine's rule, by a person's choice, or otherwise (by hand, by a payment). */
    by: "match" | "other";
  }[];
  /** What was made of it, the newest first. */
  outcomes: KeptOutcome[];
  bars: {
    id: string;
    debitId: string;
    number: string;
    reason: string;
    setByName: string;
    setAt: Date;
  }[];
  /** Whom this account and name pay for, as learnt. */
  aliases: {
    id: string;
    kind: "account" | "name";
    written: string;
    customerId: string;
    customerNumber: string;
    customerName: string;
    learntByName: string;
    learntAt: Date;
    receipts: number;
  }[];
  /** Advices tied to it, or waiting for money of this amount or from this payer. */
  remittances: {
    id: string;
    number: string;
    status: string;
    customerId: string | null;
    currency: string;
    totalMinor: bigint;
    paidOn: string | null;
    reference: string | null;
  }[];
  /** Receipts recorded by hand that wait for their money and may be this. */
  recorded: {
    receiptId: string;
    number: string;
    customerId: string;
    valueOn: string;
    reference: string | null;
  }[];
};

const OUTCOMES_SHOWN = 20;

/** A line with all that somebody goes by who decides what it pays. Refuses `line.missing`. */
export async function readMatch(ctx: Context, lineId: string): Promise<MatchDetail> {
  permit(ctx.actor, "work.read");
  if (!z.uuid().safeParse(lineId).success) throw missing();
  return read(ctx, async (tx) => {
    const org = ctx.organizationId;
    const [row] = await send(
      tx,
      `select ${columnList(bankLines)} from bank_lines where organization_id = $1 and id = $2`,
      [org, lineId],
    );
    if (!row) throw missing();
    const line = toRow(bankLines, row);
    const [account] = await send(
      tx,
      `select ${columnList(bankAccounts)} from bank_accounts where organization_id = $1 and id = $2`,
      [org, line.bankAccountId],
    );
    const { id, name, number, currency } = toRow(bankAccounts, account!);
    const outcomes = await send(
      tx,
      `select ${columnList(matchOutcomes)} from match_outcomes where organization_id = $1 and line_id = $2
      order by at desc, id desc limit ${OUTCOMES_SHOWN}`,
      [org, lineId],
    );
    const kept = outcomes.map((outcome) => readOutcome(toRow(matchOutcomes, outcome)));
    const receipt = line.receiptId ? await readReceipt(tx, ctx, line.receiptId) : null;
    return {
      line,
      bankAccount: { id, name, number, currency },
      receipt,
      applications: receipt ? await readApplications(tx, ctx, receipt.id) : [],
      outcomes: kept,
      bars: receipt ? await readBars(tx, ctx, receipt.id) : [],
      aliases: await readAliases(tx, ctx, line),
      remittances: await readRemittances(tx, ctx, line, receipt?.customerId ?? kept[0]?.customerId ?? null),
      recorded: line.state === "open" ? await readRecorded(tx, ctx, line) : [],
    };
  });
}

async function readReceipt(tx: Tx, ctx: Context, receiptId: string): Promise<MatchDetail["receipt"]> {
  const [row] = await send(
    tx,
    `select id, number, customer_id, amount_minor, open_minor, held_as, issued_on::text from items
    where organization_id = $1 and id = $2`,
    [ctx.organizationId, receiptId],
  );
  return row
    ? {
        id: String(row.id),
        number: String(row.number),
        customerId: String(row.customer_id),
        amountMinor: BigInt(String(row.amount_minor)),
        openMinor: BigInt(String(row.open_minor)),
        heldAs: row.held_as === "on_account" ? "on_account" : "unapplied",
        issuedOn: String(row.issued_on),
      }
    : null;
}

async function readApplications(
  tx: Tx,
  ctx: Context,
  receiptId: string,
): Promise<MatchDetail["applications"]> {
  const rows = await send(
    tx,
    `select a.id, a.debit_id, d.number, d.customer_id, a.amount_minor, a.applied_on::text, a.cause_kind
    from applications a
    join items d on d.organization_id = a.organization_id and d.id = a.debit_id
    where a.organization_id = $1 and a.credit_id = $2 and a.reverses_id is null and not exists (
      select from applications u where u.organization_id = a.organization_id and u.reverses_id = a.id)
    order by a.applied_on, a.id`,
    [ctx.organizationId, receiptId],
  );
  return rows.map((row) => ({
    id: String(row.id),
    debitId: String(row.debit_id),
    number: String(row.number),
    customerId: String(row.customer_id),
    amountMinor: BigInt(String(row.amount_minor)),
    appliedOn: String(row.applied_on),
    by: row.cause_kind === "match" ? "match" : "other",
  }));
}

async function readBars(tx: Tx, ctx: Context, receiptId: string): Promise<MatchDetail["bars"]> {
  const rows = await send(
    tx,
    `select ${columnList(matchBars, "b")}, d.number from match_bars b
    join items d on d.organization_id = b.organization_id and d.id = b.debit_id
    where b.organization_id = $1 and b.receipt_id = $2 and b.lifted_at is null order by b.set_at, b.id`,
    [ctx.organizationId, receiptId],
  );
  return rows.map((row) => {
    const { id, debitId, reason, setByName, setAt } = toRow(matchBars, row);
    return { id, debitId, reason, setByName, setAt, number: String(row.number) };
  });
}

async function readAliases(tx: Tx, ctx: Context, line: BankLine): Promise<MatchDetail["aliases"]> {
  const known = aliasesOf(line);
  if (known.length === 0) return [];
  const rows = await send(
    tx,
    `select ${columnList(payerAliases, "a")}, c.number as customer_number, c.name as customer_name, paid.receipts
    from payer_aliases a
    join customers c on c.organization_id = a.organization_id and c.id = a.customer_id
    cross join lateral (
      select count(*)::int as receipts from bank_lines l
      join items r on r.organization_id = l.organization_id and r.id = l.receipt_id and r.customer_id = a.customer_id
      where l.organization_id = a.organization_id
        and case a.kind when 'account' then l.counterparty_account = a.written else l.counterparty_name = a.written end
    ) paid
    where a.organization_id = $1 and a.ended_at is null
      and (a.kind, a.value) in (select * from unnest($2::text[], $3::text[]))
    order by a.kind, a.learnt_at, a.id`,
    [
      ctx.organizationId,
      arrayLiteral(known.map((alias) => alias.kind)),
      arrayLiteral(known.map((alias) => alias.value)),
    ],
  );
  return rows.map((row) => {
    const { id, kind, written, customerId, learntByName, learntAt } = toRow(payerAliases, row);
    const customer = { customerNumber: String(row.customer_number), customerName: String(row.customer_name) };
    return {
      id,
      kind,
      written,
      customerId,
      ...customer,
      learntByName,
      learntAt,
      receipts: Number(row.receipts),
    };
  });
}

async function readRemittances(
  tx: Tx,
  ctx: Context,
  line: BankLine,
  customerId: string | null,
): Promise<MatchDetail["remittances"]> {
  const rows = (await tx.execute(sql`
    select id, number, status, customer_id, currency, total_minor::text as total, paid_on::text as paid_on, reference
    from remittances r
    where r.organization_id = ${ctx.organizationId} and (r.line_id = ${line.id} or (r.status = 'confirmed' and r.currency = ${line.currency}
      and (r.total_minor = ${line.amountMinor} or r.customer_id = ${customerId}::uuid)))
    order by (r.line_id = ${line.id}) desc nulls last, (r.total_minor = ${line.amountMinor}) desc, r.created_at desc limit 10`)) as unknown as Record<
    string,
    string | null
  >[];
  return rows.map((row) => ({
    id: row.id ?? "",
    number: row.number ?? "",
    status: row.status ?? "",
    customerId: row.customer_id ?? null,
    currency: row.currency ?? "",
    totalMinor: BigInt(row.total ?? "0"),
    paidOn: row.paid_on ?? null,
    reference: row.reference ?? null,
  }));
}

async function readRecorded(tx: Tx, ctx: Context, line: BankLine): Promise<MatchDetail["recorded"]> {
  const rows = await send(tx, recordedReceipts("i.reference, i.customer_id, i.issued_on::text"), [
    ctx.organizationId,
    arrayLiteral([line.id]),
  ]);
  return rows.map((row) => ({
    receiptId: String(row.receipt_id),
    number: String(row.number),
    customerId: String(row.customer_id),
    valueOn: String(row.issued_on),
    reference: row.reference === null ? null : String(row.reference),
  }));
}

const missing = () => new Refusal("missing", "line.missing", "We cannot find this bank line.");
