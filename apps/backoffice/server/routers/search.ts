import { listCustomers } from "@openitem/domain/customers/list-customers";
import { findItems } from "@openitem/domain/items/find-items";
import { searchText } from "@openitem/domain/kernel/search-text";
import { listPayments } from "@openitem/domain/payments/list-payments";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const EACH = 6;

export const searchRouter = router({
  /** Where to jump to: customers by name or number, documents by number or purchase order, payments by number. */
  jump: procedure.input(z.object({ text: searchText(60, 2) })).query(async ({ ctx, input: { text } }) => {
    const [customers, documents, payments] = await Promise.all([
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
    };
  }),
});
