import { listItems, listItemsInput, totalItems } from "@openitem/domain/items/list-items";
import { listItemLines, readItem } from "@openitem/domain/items/read-item";
import { searchText } from "@openitem/domain/kernel/search-text";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const linesInput = z.object({
  itemId: z.uuid(),
  search: searchText(100).nullish(),
  /** The number of the last line of the page before. */
  cursor: z.number().int().min(0).nullish(),
  limit: z.number().int().min(1).max(500).default(200),
});

export const itemsRouter = router({
  list: procedure.input(listItemsInput).query(({ ctx, input }) => listItems(ctx, input)),

  /** Exact count and sum of the whole filter, per currency. */
  totals: procedure
    .input(listItemsInput.omit({ cursor: true, limit: true, sort: true, descending: true }))
    .query(({ ctx, input }) => totalItems(ctx, input)),

  read: procedure
    .input(z.object({ itemId: z.uuid() }))
    .query(({ ctx, input }) => readItem(ctx, input.itemId)),

  lines: procedure
    .input(linesInput)
    .query(({ ctx, input: { itemId, search, cursor, limit } }) =>
      listItemLines(ctx, { itemId, search: search ?? null, after: cursor ?? 0, limit }),
    ),
});
