import { bankLines } from "@openitem/db/schema/bank";
import { items } from "@openitem/db/schema/items";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read, type Tx } from "../kernel/transact.ts";
import type { Outcome } from "../matching/match.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { ENGINE } from "./engine.ts";
import { heldBack } from "./held-back.ts";
import { loadBooks } from "./load-books.ts";
import { moneyOf } from "./lock-money-line.ts";
import { readLineFacts } from "./read-line-facts.ts";

/** What the engine makes of one line now. Changes nothing. Refuses `line.missing` and `line.money_out`. */
export async function previewMatch(ctx: Context, lineId: string): Promise<Outcome> {
  permit(ctx.actor, "work.read");
  if (!z.uuid().safeParse(lineId).success) throw missing();
  return read(ctx, async (tx) => {
    const money = await readMoneyLine(tx, ctx, lineId);
    const { version: _, ...policy } = await readPolicy(tx, ctx, "matching");
    const { legalEntityId, currency } = money.line;
    const books = await loadBooks(tx, ctx, { part: { legalEntityId, currency } });
    const facts = await readLineFacts(tx, ctx, [money]);
    const outcome = ENGINE(books, policy).match(moneyOf(money.line, money.receipt));
    return heldBack(outcome, facts.of(money));
  });
}

async function readMoneyLine(tx: Tx, ctx: Context, lineId: string) {
  const [line] = await tx
    .select()
    .from(bankLines)
    .where(and(eq(bankLines.organizationId, ctx.organizationId), eq(bankLines.id, lineId)));
  if (!line) throw missing();
  if (line.amountMinor <= 0n)
    throw new Refusal(
      "invalid",
      "line.money_out",
      "This money went out. Only money that came in is matched.",
    );
  const [receipt] = line.receiptId
    ? await tx
        .select()
        .from(items)
        .where(and(eq(items.organizationId, ctx.organizationId), eq(items.id, line.receiptId)))
    : [];
  return { line, receipt: receipt ?? null };
}

const missing = () => new Refusal("missing", "line.missing", "We cannot find this bank line.");
