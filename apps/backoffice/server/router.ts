import { activityRouter } from "./routers/activity.ts";
import { booksRouter } from "./routers/books.ts";
import { contactsRouter } from "./routers/contacts.ts";
import { customersRouter } from "./routers/customers.ts";
import { itemsRouter } from "./routers/items.ts";
import { paymentsRouter } from "./routers/payments.ts";
import { searchRouter } from "./routers/search.ts";
import { sessionRouter } from "./routers/session.ts";
import { router } from "./trpc.ts";

/** Everything the web app may ask for. */
export const appRouter = router({
  session: sessionRouter,
  customers: customersRouter,
  items: itemsRouter,
  payments: paymentsRouter,
  contacts: contactsRouter,
  activity: activityRouter,
  books: booksRouter,
  search: searchRouter,
});

export type AppRouter = typeof appRouter;
