import { createRootRoute, createRoute, createRouter, redirect } from "@tanstack/react-router";
import { BooksPage } from "./books/books-page.tsx";
import { ContactsTab } from "./customer/contacts-tab.tsx";
import { CustomerPage } from "./customer/customer-page.tsx";
import { itemsSearch, statementSearch } from "./customer/customer-search.ts";
import { ItemsTab } from "./customer/items-tab.tsx";
import { PaymentsTab } from "./customer/payments-tab.tsx";
import { StatementTab } from "./customer/statement-tab.tsx";
import { TimelineTab } from "./customer/timeline-tab.tsx";
import { CustomersPage } from "./customers/customers-page.tsx";
import { customersSearch } from "./customers/customers-search.ts";
import { ItemPage } from "./item/item-page.tsx";
import { itemSearch } from "./item/item-search.ts";
import { PaymentPage } from "./payment/payment-page.tsx";
import { PaymentsPage } from "./payments/payments-page.tsx";
import { paymentsSearch } from "./payments/payments-search.ts";
import { StuckEventsPage } from "./payments/stuck-events-page.tsx";
import { Crashed, NotFound } from "./shell/dead-ends.tsx";
import { Root } from "./shell/root.tsx";
import { ProfilePage } from "./sign-in/profile-page.tsx";

/* Every address of the back office. */

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Crashed });
const under = () => root;

const home = createRoute({
  getParentRoute: under,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/customers" });
  },
});
const customers = createRoute({
  getParentRoute: under,
  path: "/customers",
  validateSearch: customersSearch,
  component: CustomersPage,
});
const customer = createRoute({
  getParentRoute: under,
  path: "/customers/$customerId",
  component: CustomerPage,
});
const customerItems = createRoute({
  getParentRoute: () => customer,
  path: "/",
  validateSearch: itemsSearch,
  component: ItemsTab,
});
const customerPayments = createRoute({
  getParentRoute: () => customer,
  path: "/payments",
  validateSearch: paymentsSearch,
  component: PaymentsTab,
});
const customerStatement = createRoute({
  getParentRoute: () => customer,
  path: "/statement",
  validateSearch: statementSearch,
  component: StatementTab,
});
const customerContacts = createRoute({
  getParentRoute: () => customer,
  path: "/contacts",
  component: ContactsTab,
});
const customerTimeline = createRoute({
  getParentRoute: () => customer,
  path: "/timeline",
  component: TimelineTab,
});
const item = createRoute({
  getParentRoute: under,
  path: "/items/$itemId",
  validateSearch: itemSearch,
  component: ItemPage,
});
const payments = createRoute({
  getParentRoute: under,
  path: "/payments",
  validateSearch: paymentsSearch,
  component: PaymentsPage,
});
const payment = createRoute({ getParentRoute: under, path: "/payments/$paymentId", component: PaymentPage });
const events = createRoute({ getParentRoute: under, path: "/events", component: StuckEventsPage });
const books = createRoute({ getParentRoute: under, path: "/books", component: BooksPage });
const profile = createRoute({ getParentRoute: under, path: "/profile", component: ProfilePage });

export const routes = createRouter({
  routeTree: root.addChildren([
    home,
    customers,
    customer.addChildren([
      customerItems,
      customerPayments,
      customerStatement,
      customerContacts,
      customerTimeline,
    ]),
    item,
    payments,
    payment,
    events,
    books,
    profile,
  ]),
  // What stands in an address is text: an account number stays as it was written.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const set = new URLSearchParams();
    for (const [name, value] of Object.entries(search))
      if (value !== undefined && value !== null && value !== "") set.set(name, String(value));
    const text = set.toString();
    return text ? `?${text}` : "";
  },
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof routes;
  }
}
