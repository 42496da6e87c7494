import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { formatCount } from "./formats.ts";
import { Link } from "./link.tsx";

/** Where a page of a list stands, with links to the ones before and after it. Counts are exact; `total` is left out where it is not known. */
export function Pagination({
  from,
  to,
  total,
  previousHref,
  nextHref,
  note,
}: {
  /** 1-based position of the first row shown */
  from: number;
  to: number;
  total?: number;
  previousHref?: string;
  nextHref?: string;
  /** what the totals cover: "Totals are for the whole filter, not this page." */
  note?: ReactNode;
}) {
  const t = useTranslations("ui");
  const locale = useLocale();
  const range = { from: formatCount(from, locale), to: formatCount(to, locale) };
  return (
    <nav className="oi-pager" aria-label={t("pages")}>
      {note != null && <p>{note}</p>}
      <p className="oi-pager-range">
        {total === undefined
          ? t("rangeOpen", range)
          : t("range", { ...range, total: formatCount(total, locale) })}
      </p>
      {(previousHref || nextHref) && (
        <p className="oi-pager-links">
          {previousHref ? (
            <Link href={previousHref} rel="prev">
              {t("previous")}
            </Link>
          ) : (
            <span>{t("previous")}</span>
          )}
          {nextHref ? (
            <Link href={nextHref} rel="next">
              {t("next")}
            </Link>
          ) : (
            <span>{t("next")}</span>
          )}
        </p>
      )}
    </nav>
  );
}
