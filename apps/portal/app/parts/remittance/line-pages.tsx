import { FilterChips } from "@openitem/ui/filter-chips";
import { Link } from "@openitem/ui/link";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { RemittanceView } from "./remittance-view.server.ts";

const hrefOf = (id: string, onlyOpen: boolean, from: number): string => {
  const params = new URLSearchParams({
    ...(onlyOpen && { show: "open" }),
    ...(from > 1 && { from: String(from) }),
  });
  return params.size > 0 ? `/remittances/${id}?${params}` : `/remittances/${id}`;
};

/** The ways through a remittance of many lines; none for one that fits on the page. */
export function LinePages({ view: { id, page } }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  const { onlyOpen, from, count, previous, next } = page;
  if (previous === null && next === null) return null;
  const to = next === null ? count : next - 1;
  return (
    <nav
      className="mt-3 flex flex-wrap items-baseline justify-between gap-4 text-md"
      aria-label={t("linesTitle")}
    >
      {previous === null ? <span /> : <Link href={hrefOf(id, onlyOpen, previous)}>{t("previousLines")}</Link>}
      <span className="oi-hint">{t("linesFrom", { from, to, count })}</span>
      {next === null ? <span /> : <Link href={hrefOf(id, onlyOpen, next)}>{t("nextLines")}</Link>}
    </nav>
  );
}

/** All lines, or those that wait for a person. */
export function LineFilter({ view: { id, page, lineCount, lackingLines } }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  if (lackingLines === 0 && !page.onlyOpen) return null;
  return (
    <FilterChips
      label={t("linesTitle")}
      filters={[
        {
          href: hrefOf(id, false, 1),
          label: t("showAllLines"),
          count: format.count(lineCount),
          current: !page.onlyOpen,
        },
        {
          href: hrefOf(id, true, 1),
          label: t("showOpen"),
          count: format.count(lackingLines),
          current: page.onlyOpen,
        },
      ]}
    />
  );
}
