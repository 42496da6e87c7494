import type { Context } from "@openitem/domain/kernel/context";
import { type Verification, verifyBooks } from "@openitem/domain/ledger/verify";

/** The outcome of checking the books, and when that was. */
export type BooksStatus = Verification & { at: Date };

/** Checking reads every row, so one outcome serves everybody for this long. */
const FRESH_MS = 10 * 60_000;

export type BooksWatch = {
  /** The last outcome, checked anew when it is old. Two who ask at once share one check. */
  status(ctx: Context): Promise<BooksStatus>;
  /** Checks now, however fresh the last outcome is. */
  verify(ctx: Context): Promise<BooksStatus>;
};

/** Keeps the last check of the books of each biller in memory. */
export function watchBooks(): BooksWatch {
  const last = new Map<string, BooksStatus>();
  const running = new Map<string, Promise<BooksStatus>>();

  async function verify(ctx: Context): Promise<BooksStatus> {
    const { organizationId } = ctx;
    let check = running.get(organizationId);
    if (!check) {
      check = verifyBooks(ctx)
        .then((outcome) => {
          const status = { ...outcome, at: ctx.now };
          last.set(organizationId, status);
          return status;
        })
        .finally(() => running.delete(organizationId));
      running.set(organizationId, check);
    }
    return check;
  }

  return {
    verify,
    async status(ctx) {
      const known = last.get(ctx.organizationId);
      return known && ctx.now.getTime() - known.at.getTime() < FRESH_MS ? known : verify(ctx);
    },
  };
}
