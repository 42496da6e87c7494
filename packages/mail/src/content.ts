/*
 * What a letter says, in finished sentences and figures: the one source of both its HTML and its plain text, so
 * neither says more than the other.
 */

export type Content = {
  subject: string;
  /** Who writes, at the head. */
  biller: string;
  title: string;
  paragraphs: string[];
  table: Table | null;
  facts: Fact[];
  action: { label: string; url: string };
  /** Said before the action's address, where it should be written out; null where the link is enough. */
  addressHint: string | null;
  closing: string[];
  footer: string;
};

/** Rows of what and how much; the total stands under a rule and over a double one. */
export type Table = {
  head: [what: string, amount: string];
  rows: Row[];
  total: { label: string; amount: string };
};

export type Row = { label: string; note: string | null; amount: string };

export type Fact = { label: string; value: string };
