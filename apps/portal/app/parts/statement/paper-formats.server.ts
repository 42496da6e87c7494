import type { PaperFormats } from "@openitem/domain/statements/paper-formats";
import { formatAmount, formatDay, formatMoment } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";

/** The language of the words on paper, and so of the names of its months. */
const WORDS = "en-GB";

/** Figures on paper as the reader writes them; words are English until there are others, and days go with the words. */
export const paperFormats = ({
  contact: { locale },
  timeZone,
}: Pick<Viewer, "contact" | "timeZone">): PaperFormats => ({
  language: "en",
  amount: (minor, currency) => formatAmount(minor, currency, locale),
  day: (iso) => formatDay(iso, WORDS),
  moment: (at) => formatMoment(at, WORDS, timeZone),
});
