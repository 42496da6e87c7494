import type { Doc } from "./books.ts";
import type { Unusable } from "./case.ts";
import type { Field } from "./reference-text.ts";
import type { Misspelling } from "./spelling.ts";
import type { Label } from "./vocabulary.ts";

/** How a piece of text stands for a document. */
export type LinkHow =
  | "exact"
  | "digits"
  | "running"
  | "range"
  | "order"
  | "reference"
  | "confused"
  | "misspelt"
  | "cut"
  | "embedded";

export type Link = {
  doc: Doc;
  how: LinkHow;
  written: string;
  misspelling: Misspelling | null;
  /** How many signs agree. */
  length: number;
};

/** One reading of a mention: a document, or several together (a range, all of an order). */
export type Option = { links: readonly Link[]; cost: number };

/** A piece of text that names something: what it may mean, and what it costs to say that it means nothing. */
export type Mention = {
  passage: number;
  field: Field;
  from: number;
  to: number;
  written: string;
  /** Other ways the same piece may be cut. */
  variants: readonly string[];
  label: Label | null;
  /** Perhaps no reference at all: looks like a date or an amount, is called something else, is a piece of a longer number. */
  isDoubtful: boolean;
  /** It is spelt as a document is numbered, whosever that is. */
  isExact: boolean;
  options: readonly Option[];
  skip: number;
};

/** A document that the text names and the money cannot pay. */
export type OffBooks = {
  doc: Doc;
  why: Unusable;
  written: string;
  passage: number;
  from: number;
  to: number;
};

/** Up to this, a link is as good as the number itself. */
export const AS_WRITTEN = 0.45;

export const COSTS: Readonly<Record<LinkHow, number>> = {
  exact: 0,
  digits: 0.05,
  reference: 0.05,
  range: 0.1,
  running: 0.2,
  order: 0.25,
  confused: 0.5,
  embedded: 0.8,
  misspelt: 1,
  cut: 1,
};
