import { Parser } from "htmlparser2";

type Element = { tag: string; attributes: Record<string, string>; children: (Element | string)[] };

/** What a router adds by itself, or what only matters to a browser that goes on by script. */
const LEFT_OUT = ["script", "template"];
/** React takes these as true or not at all. */
const FLAGS = new Set(
  "allowfullscreen async autofocus checked default defer disabled formnovalidate hidden inert multiple novalidate open readonly required reversed selected".split(
    " ",
  ),
);
/** Attributes whose name in React is another one; the rest passes through as it is written. */
const NAMES: Readonly<Record<string, string>> = {
  class: "className",
  for: "htmlFor",
  charset: "charSet",
  "http-equiv": "httpEquiv",
  autofocus: "autoFocus",
  formnovalidate: "formNoValidate",
  novalidate: "noValidate",
  readonly: "readOnly",
  allowfullscreen: "allowFullScreen",
};

/** A rendered page as a module of functions that make the same elements: `html`, `body`, `head()`, `page()`. */
export function asModule(page: string): string {
  const html = find(parse(page), "html");
  const [head, body] = [find(html.children, "head"), find(html.children, "body")];
  return [
    'import { Fragment } from "react";',
    'import { jsx, jsxs } from "react/jsx-runtime";',
    `export const html = ${propsOf(html)};`,
    `export const body = ${propsOf(body)};`,
    `export const head = () => ${fragment(head)};`,
    `export const page = () => ${fragment(body)};`,
  ].join("\n");
}

function parse(page: string): Element["children"] {
  const root: Element = { tag: "", attributes: {}, children: [] };
  const open = [root];
  const parser = new Parser({
    onopentag(tag, attributes) {
      const element: Element = { tag, attributes, children: [] };
      open.at(-1)!.children.push(element);
      open.push(element);
    },
    ontext(text) {
      open.at(-1)!.children.push(text);
    },
    onclosetag() {
      open.pop();
    },
  });
  parser.end(page);
  return root.children;
}

const isKept = (child: Element | string): boolean =>
  typeof child === "string" ||
  (!LEFT_OUT.includes(child.tag) && !(child.tag === "link" && child.attributes.rel === "modulepreload"));

function find(children: Element["children"], tag: string): Element {
  const found = children.find((child) => typeof child !== "string" && child.tag === tag);
  if (!found || typeof found === "string") throw new Error(`The page has no <${tag}>.`);
  return found;
}

const fragment = ({ children }: Element): string => call("Fragment", "", children);

const code = (child: Element | string): string =>
  typeof child === "string"
    ? JSON.stringify(child)
    : call(JSON.stringify(child.tag), entriesOf(child).join(", "), child.children);

/** As the JSX compiler writes it: `jsx` for one child, `jsxs` for several. */
function call(type: string, props: string, children: Element["children"]): string {
  const inside = children.filter(isKept).map(code);
  if (inside.length === 0) return `jsx(${type}, {${props}})`;
  const lead = props ? `${props}, ` : "";
  return inside.length === 1
    ? `jsx(${type}, {${lead}children: ${inside[0]}})`
    : `jsxs(${type}, {${lead}children: [${inside.join(",\n")}]})`;
}

const propsOf = (element: Element): string => `{${entriesOf(element).join(", ")}}`;

const entriesOf = ({ attributes }: Element): string[] =>
  Object.entries(attributes).map(([name, value]) => {
    const key = JSON.stringify(NAMES[name] ?? name);
    if (name === "style") return `${key}: ${JSON.stringify(styleOf(value))}`;
    return `${key}: ${FLAGS.has(name) ? "true" : JSON.stringify(value)}`;
  });

const styleOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(";")
      .map((rule) => rule.split(/:(.*)/s).map((part) => part.trim()))
      .filter(([name, value]) => name && value)
      .map(([name, value]) => [
        name!.startsWith("--")
          ? name!
          : name!.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        value!,
      ]),
  );
