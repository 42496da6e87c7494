/** How a paper writes figures and days, in the reader's locale and time zone; handed in by whoever prints it. */
export type PaperFormats = {
  /** BCP 47, of the words and of the formats. */
  language: string;
  /** Minor units with the currency's own decimals, no symbol, U+2212 as the minus. */
  amount: (minor: bigint, currency: string) => string;
  /** An ISO day as people read it. */
  day: (iso: string) => string;
  /** An instant with its time zone said. */
  moment: (at: Date) => string;
};

/** The sheet customs of a country: letter paper in North America, A4 elsewhere. */
export const pageSizeIn = (country: string | null): "us-letter" | "a4" =>
  country === "US" || country === "CA" ? "us-letter" : "a4";
