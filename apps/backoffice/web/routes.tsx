import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { approvalsSearch } from "./approvals/approvals-search.ts";
import { cashSearch } from "./cash/cash-search.ts";
import { causesSearch } from "./causes/causes-search.ts";
import { closeSearch } from "./close/close-search.ts";
import { itemsSearch, statementSearch } from "./customer/customer-search.ts";
import { customersSearch } from "./customers/customers-search.ts";
import { disputesSearch } from "./disputes/disputes-search.ts";
import { itemSearch } from "./item/item-search.ts";
import { paymentsSearch } from "./payments/payments-search.ts";
import { payoutsSearch } from "./payouts/payouts-search.ts";
import { promisesSearch } from "./promises/promises-search.ts";
import { recordSearch } from "./promises/record-search.ts";
import { remittancesSearch } from "./remittances/remittances-search.ts";
import { Crashed, NotFound } from "./shell/dead-ends.tsx";
import { Root } from "./shell/root.tsx";
import { statementsSearch } from "./statements/statements-search.ts";
import { tasksSearch } from "./tasks/tasks-search.ts";

import { unappliedSearch } from "./unapplied/unapplied-search.ts";

/* Every address of the back office. A screen is loaded when it is first opened. */

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
  component: lazyRouteComponent(() => import("./customers/customers-page.tsx"), "CustomersPage"),
});
const customer = createRoute({
  getParentRoute: under,
  path: "/customers/$customerId",
  component: lazyRouteComponent(() => import("./customer/customer-page.tsx"), "CustomerPage"),
});
const customerItems = createRoute({
  getParentRoute: () => customer,
  path: "/",
  validateSearch: itemsSearch,
  component: lazyRouteComponent(() => import("./customer/items-tab.tsx"), "ItemsTab"),
});
const customerPayments = createRoute({
  getParentRoute: () => customer,
  path: "/payments",
  validateSearch: paymentsSearch,
  component: lazyRouteComponent(() => import("./customer/payments-tab.tsx"), "PaymentsTab"),
});
const customerDisputes = createRoute({
  getParentRoute: () => customer,
  path: "/disputes",
  validateSearch: disputesSearch,
  component: lazyRouteComponent(() => import("./customer/disputes-tab.tsx"), "DisputesTab"),
});
const customerPromises = createRoute({
  getParentRoute: () => customer,
  path: "/promises",
  validateSearch: promisesSearch,
  component: lazyRouteComponent(() => import("./customer/promises-tab.tsx"), "PromisesTab"),
});
const customerPromise = createRoute({
  getParentRoute: () => customer,
  path: "/promises/new",
  validateSearch: recordSearch,
  component: lazyRouteComponent(() => import("./promises/record-tab.tsx"), "RecordTab"),
});
const customerStatement = createRoute({
  getParentRoute: () => customer,
  path: "/statement",
  validateSearch: statementSearch,
  component: lazyRouteComponent(() => import("./customer/statement-tab.tsx"), "StatementTab"),
});
const customerContacts = createRoute({
  getParentRoute: () => customer,
  path: "/contacts",
  component: lazyRouteComponent(() => import("./customer/contacts-tab.tsx"), "ContactsTab"),
});
const customerTimeline = createRoute({
  getParentRoute: () => customer,
  path: "/timeline",
  component: lazyRouteComponent(() => import("./customer/timeline-tab.tsx"), "TimelineTab"),
});
const item = createRoute({
  getParentRoute: under,
  path: "/items/$itemId",
  validateSearch: itemSearch,
  component: lazyRouteComponent(() => import("./item/item-page.tsx"), "ItemPage"),
});
const payments = createRoute({
  getParentRoute: under,
  path: "/payments",
  validateSearch: paymentsSearch,
  component: lazyRouteComponent(() => import("./payments/payments-page.tsx"), "PaymentsPage"),
});
const payment = createRoute({
  getParentRoute: under,
  path: "/payments/$paymentId",
  component: lazyRouteComponent(() => import("./payment/payment-page.tsx"), "PaymentPage"),
});
const events = createRoute({
  getParentRoute: under,
  path: "/events",
  component: lazyRouteComponent(() => import("./payments/stuck-events-page.tsx"), "StuckEventsPage"),
});
const disputes = createRoute({
  getParentRoute: under,
  path: "/disputes",
  validateSearch: disputesSearch,
  component: lazyRouteComponent(() => import("./disputes/disputes-page.tsx"), "DisputesPage"),
});
const dispute = createRoute({
  getParentRoute: under,
  path: "/disputes/$disputeId",
  component: lazyRouteComponent(() => import("./dispute/dispute-page.tsx"), "DisputePage"),
});
const cash = createRoute({
  getParentRoute: under,
  path: "/cash",
  validateSearch: cashSearch,
  component: lazyRouteComponent(() => import("./cash/cash-page.tsx"), "CashPage"),
});
const statements = createRoute({
  getParentRoute: under,
  path: "/statements",
  validateSearch: statementsSearch,
  component: lazyRouteComponent(() => import("./statements/statements-page.tsx"), "StatementsPage"),
});
const unapplied = createRoute({
  getParentRoute: under,
  path: "/unapplied",
  validateSearch: unappliedSearch,
  component: lazyRouteComponent(() => import("./unapplied/unapplied-page.tsx"), "UnappliedPage"),
});
const remittances = createRoute({
  getParentRoute: under,
  path: "/remittances",
  validateSearch: remittancesSearch,
  component: lazyRouteComponent(() => import("./remittances/remittances-page.tsx"), "RemittancesPage"),
});
const payouts = createRoute({
  getParentRoute: under,
  path: "/payouts",
  validateSearch: payoutsSearch,
  component: lazyRouteComponent(() => import("./payouts/payouts-page.tsx"), "PayoutsPage"),
});
const customerPayers = createRoute({
  getParentRoute: () => customer,
  path: "/payers",
  component: lazyRouteComponent(() => import("./customer/payers-tab.tsx"), "PayersTab"),
});
const approvals = createRoute({
  getParentRoute: under,
  path: "/approvals",
  validateSearch: approvalsSearch,
  component: lazyRouteComponent(() => import("./approvals/approvals-page.tsx"), "ApprovalsPage"),
});
const approval = createRoute({
  getParentRoute: under,
  path: "/approvals/$approvalId",
  component: lazyRouteComponent(() => import("./approvals/approval-page.tsx"), "ApprovalPage"),
});
const promises = createRoute({
  getParentRoute: under,
  path: "/promises",
  validateSearch: promisesSearch,
  component: lazyRouteComponent(() => import("./promises/promises-page.tsx"), "PromisesPage"),
});
const promise = createRoute({
  getParentRoute: under,
  path: "/promises/$promiseId",
  component: lazyRouteComponent(() => import("./promise/promise-page.tsx"), "PromisePage"),
});
const tasks = createRoute({
  getParentRoute: under,
  path: "/tasks",
  validateSearch: tasksSearch,
  component: lazyRouteComponent(() => import("./tasks/tasks-page.tsx"), "TasksPage"),
});
const causes = createRoute({
  getParentRoute: under,
  path: "/causes",
  validateSearch: causesSearch,
  component: lazyRouteComponent(() => import("./causes/causes-page.tsx"), "CausesPage"),
});
const books = createRoute({
  getParentRoute: under,
  path: "/books",
  component: lazyRouteComponent(() => import("./books/books-page.tsx"), "BooksPage"),
});
const close = createRoute({
  getParentRoute: under,
  path: "/close",
  validateSearch: closeSearch,
  component: lazyRouteComponent(() => import("./close/close-page.tsx"), "ClosePage"),
});
const profile = createRoute({
  getParentRoute: under,
  path: "/profile",
  component: lazyRouteComponent(() => import("./sign-in/profile-page.tsx"), "ProfilePage"),
});

export const routes = createRouter({
  routeTree: root.addChildren([
    home,
    customers,
    customer.addChildren([
      customerItems,
      customerPayments,
      customerDisputes,
      customerPromises,
      customerPromise,
      customerStatement,
      customerPayers,
      customerContacts,
      customerTimeline,
    ]),
    item,
    payments,
    payment,
    events,
    disputes,
    dispute,
    cash,
    statements,
    unapplied,
    remittances,
    payouts,
    approvals,
    approval,
    promises,
    promise,
    tasks,
    causes,
    books,
    close,
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
