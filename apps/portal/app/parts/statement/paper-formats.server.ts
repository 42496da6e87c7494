import type { PaperFormats } from "@openitem/domain/statements/paper-formats";
import { formatAmount, formatDay, formatMoment } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";

/** Figures and days on paper as the reader writes them; the words are English until there are others. */
export const paperFormats = ({
  contact: { locale },
  timeZone,
}: Pick<Viewer, "contact" | "timeZone">): PaperFormats => ({
  language: "en",
  amount: (minor, currency) => formatAmount(minor, currency, locale),
  day: (iso) => formatDay(iso, locale),
  moment: (at) => formatMoment(at, locale, timeZone),
});
