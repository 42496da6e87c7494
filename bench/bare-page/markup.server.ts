import { readFileSync } from "node:fs";
import { createElement, type ReactNode } from "react";

/** An element as it stood in a page: its name, its attributes as React takes them, what is in it. */
export type Markup = { tag: string; props: Record<string, unknown>; children: (Markup | string)[] };
export type PageMarkup = { html: Markup["props"]; head: Markup["children"]; body: Markup };

const file = process.env.BARE_PAGE_MARKUP;
if (!file) throw new Error("BARE_PAGE_MARKUP names the file of the page's markup.");

/** Read once at start: what is measured is the rendering of it, anew for each request. */
export const markup = JSON.parse(readFileSync(file, "utf8")) as PageMarkup;

export const asNodes = (children: Markup["children"]): ReactNode[] =>
  children.map((child) =>
    typeof child === "string" ? child : createElement(child.tag, child.props, ...asNodes(child.children)),
  );
