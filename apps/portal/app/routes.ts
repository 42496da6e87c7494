import { index, layout, type RouteConfig, route } from "@react-router/dev/routes";

/** Every URL of the portal, on one page. */
export default [
  layout("routes/signed-in.tsx", [
    route("invoices.csv", "routes/invoices.csv.ts"),
    route("invoices/:itemId.pdf", "routes/invoice.pdf.ts"),
    route("invoices/:itemId/lines.csv", "routes/invoice.lines.csv.ts"),
    route("payments/:paymentId/receipt.pdf", "routes/payment.receipt.pdf.ts"),
    route("statement.pdf", "routes/statement.pdf.ts"),
    route("statement.csv", "routes/statement.csv.ts"),
    layout("routes/pages.tsx", [
      index("routes/home.tsx"),
      route("invoices", "routes/invoices.tsx"),
      route("invoices/:itemId", "routes/invoice.tsx"),
      route("pay", "routes/pay.tsx"),
      route("payments", "routes/payments.tsx"),
      route("payments/:paymentId", "routes/payment.tsx"),
      route("statement", "routes/statement.tsx"),
      route("settings", "routes/settings.tsx"),
      route("more", "routes/more.tsx"),
      route("*", "routes/not-found.tsx"),
    ]),
  ]),
  route("sign-in", "routes/sign-in.tsx"),
  route("invitation/:token", "routes/invitation.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("webhooks/stripe", "routes/webhooks.stripe.ts"),
  route("readyz", "routes/readyz.ts"),
] satisfies RouteConfig;
