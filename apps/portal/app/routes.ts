import { index, layout, type RouteConfig, route } from "@react-router/dev/routes";

/** Every URL of the portal, on one page. */
export default [
  layout("routes/signed-in.tsx", [
    route("invoices.csv", "routes/invoices.csv.ts"),
    layout("routes/pages.tsx", [
      index("routes/home.tsx"),
      route("invoices", "routes/invoices.tsx"),
      route("invoices/:itemId", "routes/invoice.tsx"),
      route("settings", "routes/settings.tsx"),
      route("more", "routes/more.tsx"),
      route("*", "routes/not-found.tsx"),
    ]),
  ]),
  route("sign-in", "routes/sign-in.tsx"),
  route("sign-out", "routes/sign-out.ts"),
  route("webhooks/stripe", "routes/webhooks.stripe.ts"),
  route("readyz", "routes/readyz.ts"),
] satisfies RouteConfig;
