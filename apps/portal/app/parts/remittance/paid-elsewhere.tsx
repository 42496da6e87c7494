import { Link } from "@openitem/ui/link";
import { useTranslations } from "use-intl";

/** From the ways to pay here to those elsewhere: where to send the money, and that it was sent. */
export function PaidElsewhere({ itemIds, currency }: { itemIds: readonly string[]; currency: string }) {
  const t = useTranslations("remittances");
  const items = new URLSearchParams({ items: itemIds.join(","), currency });
  return (
    <p className="mt-2 flex flex-wrap gap-x-4 text-md">
      <span className="text-ink-2">{t("paidElsewhere")}</span>
      <Link href={`/remittances/declare?${items}`}>{t("declare")}</Link>
      <Link href="/bank-details">{t("bank")}</Link>
    </p>
  );
}
