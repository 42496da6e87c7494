import { activityRouter } from "./routers/activity.ts";
import { approvalsRouter } from "./routers/approvals.ts";
import { bankRouter } from "./routers/bank.ts";
import { booksRouter } from "./routers/books.ts";
import { cashRouter } from "./routers/cash.ts";
import { causesRouter } from "./routers/causes.ts";
import { closeRouter } from "./routers/close.ts";
import { colleaguesRouter } from "./routers/colleagues.ts";
import { contactsRouter } from "./routers/contacts.ts";
import { customersRouter } from "./routers/customers.ts";
import { disputesRouter } from "./routers/disputes.ts";
import { filesRouter } from "./routers/files.ts";
import { itemsRouter } from "./routers/items.ts";
import { paymentsRouter } from "./routers/payments.ts";
import { payoutsRouter } from "./routers/payouts.ts";
import { promisesRouter } from "./routers/promises.ts";
import { remittancesRouter } from "./routers/remittances.ts";
import { resolutionsRouter } from "./routers/resolutions.ts";
import { searchRouter } from "./routers/search.ts";
import { sessionRouter } from "./routers/session.ts";
import { tasksRouter } from "./routers/tasks.ts";
import { workRouter } from "./routers/work.ts";
import { router } from "./trpc.ts";

/** Everything the web app may ask for. */
export const appRouter = router({
  session: sessionRouter,
  customers: customersRouter,
  items: itemsRouter,
  payments: paymentsRouter,
  payouts: payoutsRouter,
  contacts: contactsRouter,
  activity: activityRouter,
  books: booksRouter,
  search: searchRouter,
  disputes: disputesRouter,
  resolutions: resolutionsRouter,
  approvals: approvalsRouter,
  tasks: tasksRouter,
  causes: causesRouter,
  promises: promisesRouter,
  files: filesRouter,
  colleagues: colleaguesRouter,
  close: closeRouter,
  bank: bankRouter,
  cash: cashRouter,
  remittances: remittancesRouter,
  work: workRouter,
});

export type AppRouter = typeof appRouter;
