/**
 * An element of XML, by its local name: prefixes are gone, namespaces are kept. `text` is the character data directly
 * inside, in order, trimmed of white space at both ends.
 */
export type XmlElement = {
  readonly name: string;
  readonly namespace: string | null;
  /** By the name as written (`Ccy`, `xsi:type`); declarations of namespaces are left out. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  /** Line of the opening tag, from 1. */
  readonly line: number;
  /** Path from the root with positions among siblings of the same name, where there is more than one: `A/B[2]/C`. */
  readonly path: string;
};

/** The first child of that name. */
export function childOf(element: XmlElement | null, name: string): XmlElement | null {
  return element?.children.find((child) => child.name === name) ?? null;
}

/** All children of that name. */
export function childrenOf(element: XmlElement | null, name: string): readonly XmlElement[] {
  return element ? element.children.filter((child) => child.name === name) : [];
}

/** The element at the end of a path of first children: `at(entry, "BkTxCd", "Prtry", "Cd")`. */
export function at(element: XmlElement | null, ...path: readonly string[]): XmlElement | null {
  return path.reduce<XmlElement | null>(childOf, element);
}

/** The text at the end of a path of first children; null when missing or empty. */
export function textAt(element: XmlElement | null, ...path: readonly string[]): string | null {
  return at(element, ...path)?.text || null;
}
