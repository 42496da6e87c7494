import { PortalShell } from "@openitem/ui/portal-shell";
import type { ReactNode } from "react";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "react-router";
import { IntlProvider } from "use-intl";
import type { Route } from "./+types/root";
import "./app.css";
import { page } from "./answer.ts";
import { requestContext } from "./context.ts";
import { en } from "./messages/en.ts";
import { FaultPage } from "./parts/fault-page.tsx";
import { BillerMark } from "./parts/mark.tsx";
import { RouterLinks } from "./parts/router-link.tsx";
import { organization } from "./services.server.ts";
import { readTheme } from "./theme.ts";

export const loader = page(async ({ request, context }: Route.LoaderArgs) => {
  const { name: biller } = await organization();
  return { theme: readTheme(request), biller, reference: context.get(requestContext).requestId };
});

export function Layout({ children }: { children: ReactNode }) {
  const theme = useRouteLoaderData<typeof loader>("root")?.theme ?? "system";
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        <IntlProvider locale="en" timeZone="UTC" messages={en}>
          <RouterLinks>{children}</RouterLinks>
        </IntlProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  const root = useRouteLoaderData<typeof loader>("root");
  return (
    <PortalShell biller={{ name: root?.biller ?? "", href: "/", mark: <BillerMark /> }}>
      <FaultPage error={error} reference={root?.reference} />
    </PortalShell>
  );
}
