import { RefusedFile } from "../refused-file.ts";
import type { XmlElement } from "../xml/xml-element.ts";

type Growing = {
  name: string;
  children: Growing[];
  text: string;
  line: number;
  path: string;
  names: Map<string, number>;
};

const maxDepth = 64;
const maxElements = 2_000_000;
const maxTag = 256;
const noAttributes: ReadonlyMap<string, string> = new Map();

/** The entities of OFX and XML; others stay as they stand, as banks write a bare ampersand. */
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/**
 * Reads the body of OFX into elements: the SGML of versions 1.x, in which elements with a value need no end tag, and
 * the XML of 2.x alike. An end tag closes all that is open inside its element; one that closes nothing is passed over.
 * A document type or entity declaration is refused, and so is a body that ends inside of an aggregate.
 */
export function ofxElements(text: string): XmlElement {
  const root: Growing = { name: "", children: [], text: "", line: 1, path: "", names: new Map() };
  const open: Growing[] = [root];
  const lineAt = lineCounter(text);
  let count = 0;
  let position = text.indexOf("<");
  while (position >= 0) {
    const markup = markupAt(text, position, lineAt);
    const next = text.indexOf("<", markup.end);
    const value = text.slice(markup.end, next < 0 ? undefined : next);
    if (markup.kind === "open") {
      count += 1;
      if (count > maxElements)
        throw new RefusedFile("ofx-too-many-elements", "The file has too many elements.");
      closeValue(open);
      const parent = open.at(-1) ?? root;
      const element = begun(markup.name, parent, lineAt(position));
      parent.children.push(element);
      if (!markup.empty) open.push(element);
      if (open.length > maxDepth) {
        throw new RefusedFile("ofx-too-deep", `The file is nested more than ${maxDepth} elements deep.`, {
          line: lineAt(position),
        });
      }
    } else if (markup.kind === "close") close(open, markup.name);
    const current = open.at(-1);
    if (current && current !== root) current.text += markup.kind === "text" ? markup.text + value : value;
    position = next;
  }
  closeValue(open);
  const cut = open.at(-1);
  if (cut && cut !== root) {
    throw new RefusedFile("file-cut-off", `The file ends inside of ${cut.name}; its end is missing.`, {
      path: cut.path,
      line: cut.line,
    });
  }
  return finished(root);
}

type Markup =
  | { readonly kind: "open"; readonly name: string; readonly empty: boolean; readonly end: number }
  | { readonly kind: "close"; readonly name: string; readonly end: number }
  | { readonly kind: "text"; readonly text: string; readonly end: number }
  | { readonly kind: "none"; readonly end: number };

function markupAt(text: string, position: number, lineAt: (position: number) => number): Markup {
  if (text.startsWith("<!--", position)) return { kind: "none", end: after(text, "-->", position) };
  if (text.startsWith("<![CDATA[", position)) {
    const end = after(text, "]]>", position);
    return { kind: "text", text: text.slice(position + 9, Math.max(position + 9, end - 3)), end };
  }
  if (text.startsWith("<!", position)) {
    throw new RefusedFile(
      "ofx-doctype",
      "The file has a document type or entity declaration, which is not accepted.",
      {
        line: lineAt(position),
      },
    );
  }
  if (text.startsWith("<?", position)) return { kind: "none", end: after(text, "?>", position) };
  const tag = /^<(\/?)([A-Za-z][A-Za-z0-9._-]*)[^<>]*?(\/?)>/.exec(text.slice(position, position + maxTag));
  // A sign for "less than" in a value that was not escaped.
  if (!tag?.[2]) return { kind: "text", text: "<", end: position + 1 };
  const name = tag[2].toUpperCase();
  const end = position + tag[0].length;
  return tag[1] ? { kind: "close", name, end } : { kind: "open", name, empty: tag[3] === "/", end };
}

function after(text: string, mark: string, position: number): number {
  const found = text.indexOf(mark, position);
  return found < 0 ? text.length : found + mark.length;
}

function begun(name: string, parent: Growing, line: number): Growing {
  const number = (parent.names.get(name) ?? 0) + 1;
  parent.names.set(name, number);
  const own = number === 1 ? name : `${name}[${number}]`;
  return {
    name,
    children: [],
    text: "",
    line,
    path: parent.path ? `${parent.path}/${own}` : own,
    names: new Map(),
  };
}

/** An element that already has a value is no aggregate: the next tag ends it. */
function closeValue(open: Growing[]): void {
  const last = open.at(-1);
  if (last && open.length > 1 && last.children.length === 0 && last.text.trim() !== "") open.pop();
}

function close(open: Growing[], name: string): void {
  const at = open.findLastIndex((element, index) => index > 0 && element.name === name);
  if (at < 0) return;
  // What is still open inside was empty and without an end tag: what it took in belongs beside it.
  for (const unclosed of open.splice(at + 1).reverse()) {
    const element = open.at(at);
    if (unclosed.children.length === 0) continue;
    element?.children.push(...unclosed.children);
    unclosed.children = [];
  }
  open.pop();
}

function finished(element: Growing): XmlElement {
  return {
    name: element.name,
    namespace: null,
    attributes: noAttributes,
    children: element.children.map(finished),
    text: element.children.length > 0 ? "" : decoded(element.text).trim(),
    line: element.line,
    path: element.path,
  };
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Line numbers of rising positions, each line counted once. */
function lineCounter(text: string): (position: number) => number {
  let line = 1;
  let counted = 0;
  return (position) => {
    for (
      let found = text.indexOf("\n", counted);
      found >= 0 && found < position;
      found = text.indexOf("\n", counted)
    ) {
      line += 1;
      counted = found + 1;
    }
    return line;
  };
}
