import { uiMessagesDe } from "@openitem/ui/messages-de";
import { uiMessages } from "@openitem/ui/messages-en";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { Components } from "./components-page.tsx";
import { Customer } from "./office-page.tsx";
import { Pay } from "./pay-page.tsx";
import { Home, Invoice, Invoices } from "./portal-pages.tsx";

type Page = {
  name: string;
  css: "portal" | "office";
  lang: string;
  dir?: "rtl";
  theme?: "dark" | "light";
  contrast?: "more";
  body: ReactNode;
};

const PAGES: Page[] = [
  { name: "components", css: "portal", lang: "en", body: <Components /> },
  { name: "components-dark", css: "portal", lang: "en", theme: "dark", body: <Components /> },
  { name: "components-contrast", css: "portal", lang: "en", contrast: "more", body: <Components /> },
  { name: "components-de", css: "portal", lang: "de", body: <Components /> },
  { name: "home", css: "portal", lang: "en", body: <Home /> },
  { name: "home-dark", css: "portal", lang: "en", theme: "dark", body: <Home /> },
  { name: "home-rtl", css: "portal", lang: "ar", dir: "rtl", body: <Home /> },
  { name: "invoices", css: "portal", lang: "en", body: <Invoices /> },
  { name: "invoices-rtl", css: "portal", lang: "ar", dir: "rtl", body: <Invoices /> },
  { name: "invoice-dark", css: "portal", lang: "en", theme: "dark", body: <Invoice /> },
  { name: "invoice", css: "portal", lang: "en", body: <Invoice /> },
  { name: "pay", css: "portal", lang: "en", body: <Pay /> },
  { name: "customer", css: "office", lang: "en", body: <Customer /> },
  { name: "customer-dark", css: "office", lang: "en", theme: "dark", body: <Customer /> },
];

function html({ name, css, lang, dir, theme, contrast, body }: Page): string {
  return `<!doctype html>${renderToStaticMarkup(
    <html lang={lang} dir={dir} data-theme={theme} data-contrast={contrast}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <title>{name}</title>
        <link rel="stylesheet" href={`${css}.css`} />
      </head>
      <body>
        <IntlProvider
          locale={lang}
          timeZone="America/New_York"
          messages={lang === "de" ? uiMessagesDe : uiMessages}
        >
          {body}
        </IntlProvider>
      </body>
    </html>,
  )}`;
}

/** Every page of the gallery as a document. */
export const renderAll = (): { name: string; html: string }[] =>
  PAGES.map((page) => ({ name: page.name, html: html(page) }));
