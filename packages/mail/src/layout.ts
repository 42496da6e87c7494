import { Body, Container, Head, Heading, Html, Link, Preview, Section, Text } from "@react-email/components";
import { createElement as h, type ReactElement } from "react";
import type { Content, Fact, Table } from "./content.ts";
import { SHEET, style } from "./style.ts";

/*
 * The one layout of all letters: white ground, hairlines, one action. Nothing in it is fetched from anywhere, so
 * opening a letter tells nobody. Written without JSX because the worker runs these files as they are.
 */
export function layout(content: Content, language: string): ReactElement {
  const { biller, title, paragraphs, table, facts, action, addressHint, closing, footer } = content;
  return h(
    Html,
    { lang: language },
    h(
      Head,
      null,
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("meta", { name: "supported-color-schemes", content: "light dark" }),
      h("meta", { name: "format-detection", content: "telephone=no, date=no, address=no, email=no" }),
      h("title", null, content.subject),
      h("style", null, SHEET),
    ),
    h(
      Body,
      { style: style.body, className: "page" },
      h(Preview, { children: paragraphs[0] ?? title }),
      h(
        Container,
        { style: style.container },
        h(Text, { style: style.biller, className: "ink rule-2" }, biller),
        h(Heading, { as: "h1", style: style.title, className: "ink title" }, title),
        ...paragraphs.map((paragraph) =>
          h(Text, { key: paragraph, style: style.paragraph, className: "ink" }, paragraph),
        ),
        table && tableOf(table),
        facts.length > 0 && factsOf(facts),
        h(
          Section,
          { style: style.actionArea },
          h(Link, { href: action.url, style: style.action, className: "action" }, action.label),
        ),
        addressHint &&
          h(
            Text,
            { style: style.small, className: "ink-2" },
            addressHint,
            " ",
            h(Link, { href: action.url, style: style.link, className: "link" }, action.url),
          ),
        ...closing.map((sentence) =>
          h(Text, { key: sentence, style: style.small, className: "ink-2" }, sentence),
        ),
        h(Text, { style: style.footer, className: "ink-3 rule" }, footer),
      ),
    ),
  );
}

function tableOf({ head, rows, total }: Table): ReactElement {
  const [what, amount] = head;
  return h(
    "table",
    { style: style.table, cellPadding: 0, cellSpacing: 0 },
    h(
      "thead",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "col", style: style.head, className: "ink-3 rule-2" }, what),
        h("th", { scope: "col", style: style.headAmount, className: "ink-3 rule-2" }, amount),
      ),
    ),
    h(
      "tbody",
      null,
      rows.map((row, index) =>
        h(
          "tr",
          { key: `${index} ${row.label}` },
          h(
            "td",
            { style: style.cell, className: "ink rule" },
            row.label,
            row.note && h("div", { style: style.note, className: "ink-3" }, row.note),
          ),
          h("td", { style: style.cellAmount, className: "ink rule" }, row.amount),
        ),
      ),
    ),
    h(
      "tfoot",
      null,
      h(
        "tr",
        null,
        h("th", { scope: "row", style: style.total, className: "total" }, total.label),
        h("td", { style: style.totalAmount, className: "total" }, total.amount),
      ),
    ),
  );
}

function factsOf(facts: readonly Fact[]): ReactElement {
  return h(
    "table",
    { style: style.facts, cellPadding: 0, cellSpacing: 0 },
    h(
      "tbody",
      null,
      facts.map(({ label, value }, index) =>
        h(
          "tr",
          { key: `${index} ${label}` },
          h("th", { scope: "row", style: style.factLabel, className: "ink-3" }, label),
          h("td", { style: style.factValue, className: "ink" }, value),
        ),
      ),
    ),
  );
}
