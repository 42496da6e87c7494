/**
 * What every paper has. A paper is plain JSON: amounts, dates and numbers come as finished text in the reader's
 * locale, and every word on the sheet comes from the data, so a template holds no language of its own.
 */
export interface Paper {
  page: PageSize;
  /** BCP 47, e.g. `en-GB` or `de`. Sets the language of the document, hyphenation and the reading direction. */
  language: string;
  /** The title on the sheet and in the properties of the file. */
  title: string;
  /** One line under the title, e.g. the period. */
  lead?: string;
  biller: Biller;
  recipient: Recipient;
  /** Label and value pairs beside the address: account, date, currency. */
  facts: PaperFact[];
  /** Paragraphs that close the paper. */
  notes: string[];
  /** ISO 8601 instant, written to the properties of the file: the same data gives the same file. */
  generatedAt: string;
  /** The number of this paper, printed in the foot of every sheet. */
  reference: string;
}

export type PageSize = "a4" | "us-letter";

export interface Biller {
  name: string;
  addressLines: string[];
  /** E-mail address, telephone, web address: one entry each. Never bank details. */
  contactLines: string[];
}

export interface Recipient {
  name: string;
  addressLines: string[];
}

export interface PaperFact {
  label: string;
  value: string;
}

/** An amount with the word that says what it is. */
export interface LabelledAmount {
  label: string;
  /** Formatted in the currency of the paper or section, with U+2212 as the minus. */
  amount: string;
}

/** The words that any paper of more than one sheet needs. */
export interface SheetLabels {
  /** Holds `{page}` and `{pages}`, e.g. `Page {page} of {pages}`. */
  pageOf: string;
  carriedForward: string;
  broughtForward: string;
}
