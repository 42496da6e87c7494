import { listCustomers } from "@openitem/domain/customers/list-customers";
import { listDisputes } from "@openitem/domain/disputes/list-disputes";
import { findItems } from "@openitem/domain/items/find-items";
import { searchText } from "@openitem/domain/kernel/search-text";
import { listPayments } from "@openitem/domain/payments/list-payments";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const EACH = 6;

export const searchRouter = router({
  /** Where to jump to: customers by name or number, documents by number or purchase order, payments and disputes by number. */
  jump: procedure.input(z.object({ text: searchText(60, 2) })).query(async ({ ctx, input: { text } }) => {
    const [customers, documents, payments, disputes] = await Promise.all([
      // Twice as many rows, because a customer has one for each currency.
      listCustomers(ctx, {
        search: text,
        withSettled: true,
        sort: "name",
        descending: false,
        limit: EACH * 2,
      }),
      findItems(ctx, { search: text, limit: EACH }),
      listPayments(ctx, { search: text, limit: EACH }),
      listDisputes(ctx, { search: text, tab: "all", sort: "raised", limit: EACH }),
    ]);
    const byId = new Map(customers.rows.map(({ id, number, name }) => [id, { id, number, name }]));
    return {
      customers: [...byId.values()].slice(0, EACH),
      documents: documents.map(({ id, kind, number, customerName, poNumber }) => ({
        id,
        kind,
        number,
        customerName,
        poNumber,
      })),
      payments: payments.rows.map(({ id, number, status, customerName }) => ({
        id,
        number,
        status,
        customerName,
      })),
      disputes: disputes.rows
        .filter(({ number }) => number.toLowerCase().startsWith(text.toLowerCase()))
        .map(({ id, number, customerName }) => ({ id, number, customerName })),
    };
  }),
});
