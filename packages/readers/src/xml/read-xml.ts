import { SaxesParser } from "saxes";
import { decodeText } from "../decode-text.ts";
import type { Location } from "../location.ts";
import { RefusedFile } from "../refused-file.ts";
import type { XmlElement } from "./xml-element.ts";

/** What a document may cost. Every bound that is crossed is a refusal that names it. */
export type XmlLimits = {
  /** Bytes of the whole document. */
  readonly maxBytes: number;
  /** Elements inside one another. */
  readonly maxDepth: number;
  /** Elements in all, streamed ones included. */
  readonly maxElements: number;
  /** Attributes of one element. */
  readonly maxAttributes: number;
  /** Characters of text directly inside one element, or of one attribute. */
  readonly maxText: number;
};

const xmlLimits: XmlLimits = {
  maxBytes: 64 * 1024 * 1024,
  maxDepth: 64,
  maxElements: 4_000_000,
  maxAttributes: 64,
  maxText: 16 * 1024 * 1024,
};

export type XmlReading = {
  readonly limits?: Partial<XmlLimits>;
  /**
   * Is asked for every element as it closes, with the elements around it, the root first (their children so far can
   * be read); what it takes (answers true) is not kept among its parent's children. This is how long lists are read
   * without holding all of them.
   */
  readonly take?: (element: XmlElement, ancestors: readonly XmlElement[]) => boolean;
};

export type XmlDocument = {
  readonly root: XmlElement;
  readonly charset: string;
  /** The charset the document declared in vain, when its bytes are written in another; see `decodeText`. */
  readonly replacedCharset: string | null;
};

type Growing = {
  name: string;
  namespace: string | null;
  attributes: ReadonlyMap<string, string>;
  children: XmlElement[];
  text: string;
  line: number;
  path: string;
};

/** What is known of an open element besides itself: its children's names so far, the namespaces in force inside. */
type Scope = { names: Map<string, number> | null; namespaces: ReadonlyMap<string, string> };

const noAttributes: ReadonlyMap<string, string> = new Map();
const fiveEntities = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
const chunkLength = 64 * 1024;

/**
 * Reads a well-formed XML 1.0 document into elements, in one pass and under bounds. A document type declaration is
 * refused, so there are no entities beyond the five of XML and numeric references, and nothing outside is ever read.
 * Namespaces are resolved without insisting on their declaration: banks forget it.
 */
export function readXml(bytes: Uint8Array, reading: XmlReading = {}): XmlDocument {
  const limits = { ...xmlLimits, ...reading.limits };
  if (bytes.length > limits.maxBytes) {
    throw new RefusedFile(
      "xml-too-large",
      `The XML document has more than ${limits.maxBytes.toLocaleString("en-GB")} bytes.`,
    );
  }
  const decoded = decodeText(bytes, declaredCharset(bytes));
  const builder = treeBuilder(limits, reading.take);
  // In chunks, so that a document that breaks a bound is left at once.
  for (let start = 0; start < decoded.text.length; start += chunkLength) {
    builder.write(decoded.text.slice(start, start + chunkLength));
  }
  return { root: builder.close(), charset: decoded.charset, replacedCharset: decoded.replaced };
}

/** The encoding of the XML declaration, read as ASCII; null when it has none (then it is UTF-8 by the standard). */
export function declaredCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  const start = head.indexOf("<?xml");
  if (start < 0) return null;
  const end = head.indexOf("?>", start);
  const declaration = head.slice(start, end < 0 ? undefined : end);
  return /\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(declaration)?.[1] ?? null;
}

function treeBuilder(limits: XmlLimits, take: XmlReading["take"]) {
  const parser = new SaxesParser({ xmlns: false, position: true });
  // The parser's own table inherits names such as "constructor" that no document may refer to.
  parser.ENTITIES = Object.assign(Object.create(null), fiveEntities);
  const open: Growing[] = [];
  const scopes: Scope[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let attributes = 0;
  let line = 1;

  const here = (): Location => ({
    line: parser.line,
    column: parser.column,
    ...(open.length > 0 && { path: open.at(-1)?.path }),
  });
  const refuse = (code: string, sentence: string): never => {
    throw new RefusedFile(code, sentence, here());
  };
  const bounded = (length: number) => {
    if (length > limits.maxText) refuse("xml-text-too-long", "A text of the XML document is too long.");
  };
  const append = (text: string) => {
    const element = open.at(-1);
    if (!element) return;
    bounded(element.text.length + text.length);
    element.text += text;
  };

  parser.on("error", (error) =>
    refuse("xml-malformed", `The file is not well-formed XML: ${reason(error)}.`),
  );
  parser.on("doctype", () =>
    refuse("xml-doctype", "The XML document has a document type declaration, which is not accepted."),
  );
  parser.on("opentagstart", () => {
    attributes = 0;
    line = parser.line;
    elements += 1;
    if (elements > limits.maxElements) {
      refuse("xml-too-many-elements", `The XML document has more than ${limits.maxElements} elements.`);
    }
    if (open.length >= limits.maxDepth) {
      refuse("xml-too-deep", `The XML document is nested more than ${limits.maxDepth} elements deep.`);
    }
  });
  parser.on("attribute", ({ value }) => {
    attributes += 1;
    bounded(value.length);
    if (attributes > limits.maxAttributes) {
      refuse("xml-too-many-attributes", `An element has more than ${limits.maxAttributes} attributes.`);
    }
  });
  parser.on("opentag", (tag) => {
    const parent = open.at(-1) ?? null;
    const scope = scopes.at(-1) ?? null;
    const [prefix, name] = splitName(tag.name);
    const { declared, rest } = splitAttributes(tag.attributes);
    const namespaces = declared
      ? new Map([...(scope?.namespaces ?? []), ...declared])
      : (scope?.namespaces ?? noAttributes);
    const element: Growing = {
      name,
      namespace: namespaces.get(prefix) || null,
      attributes: rest,
      children: [],
      text: "",
      line,
      path: parent && scope ? `${parent.path}/${numbered(scope, name)}` : name,
    };
    open.push(element);
    scopes.push({ names: null, namespaces });
  });
  parser.on("text", append);
  parser.on("cdata", append);
  parser.on("closetag", () => {
    const closed = open.pop();
    scopes.pop();
    if (!closed) return;
    closed.text = closed.text.trim();
    const parent = open.at(-1);
    if (!parent) root = closed;
    else if (!take?.(closed, open)) parent.children.push(closed);
  });

  return {
    write: (text: string) => {
      parser.write(text);
    },
    close: (): XmlElement => {
      parser.close();
      if (!root) throw new RefusedFile("xml-empty", "The XML document has no elements.");
      return root;
    },
  };
}

/** What went wrong, without the position that the parser writes in front of it. */
function reason(error: Error): string {
  return error.message.replace(/^\d+:\d+:\s*/, "").replace(/\.$/, "");
}

function splitName(qualified: string): readonly [prefix: string, local: string] {
  const colon = qualified.indexOf(":");
  return colon < 0 ? ["", qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}

/** `Ntry`, then `Ntry[2]`, `Ntry[3]`: the first bears no number, as most have no siblings. */
function numbered(scope: Scope, name: string): string {
  scope.names ??= new Map();
  const count = (scope.names.get(name) ?? 0) + 1;
  scope.names.set(name, count);
  return count === 1 ? name : `${name}[${count}]`;
}

/** Parts declarations of namespaces (by prefix, "" for the default) from the attributes that carry data. */
function splitAttributes(attributes: Readonly<Record<string, string>>) {
  const names = Object.keys(attributes);
  if (names.length === 0) return { declared: null, rest: noAttributes };
  const declared = new Map<string, string>();
  const rest = new Map<string, string>();
  for (const name of names) {
    const value = attributes[name] ?? "";
    if (name === "xmlns") declared.set("", value);
    else if (name.startsWith("xmlns:")) declared.set(name.slice(6), value);
    else rest.set(name, value);
  }
  return { declared: declared.size > 0 ? declared : null, rest };
}
