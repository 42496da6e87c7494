import { Link } from "@openitem/ui/link";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Invoice, InvoiceLineRow } from "../../invoice.server.ts";

/** What of a line is disputed; where nothing is, the way to dispute it. */
export function LineHold({ line, invoice }: { line: InvoiceLineRow; invoice: Invoice }) {
  const t = useTranslations("claims");
  const format = useFormats();
  const { claims, id, currency, openMinor } = invoice;
  if (!claims) return null;
  const own = claims.lines.filter(({ lineNo }) => lineNo === line.lineNo);
  const number = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? format.decimal(text) : text);
  const expectedOf = (quantity: string | null, price: string | null) =>
    quantity !== null && price !== null
      ? t("expectedBoth", { quantity: number(quantity), price: number(price) })
      : number(price ?? quantity ?? "");
  if (own.length > 0)
    return own.map(({ disputeId, amountMinor, quantity, unitPrice }) => (
      <Link key={disputeId} href={`/disputes/${disputeId}`} className="block no-underline">
        <Status
          state="disputed"
          label={t("lineDisputed", { amount: format.amount(amountMinor, currency) })}
          detail={
            quantity !== null || unitPrice !== null
              ? t("lineExpected", { expected: expectedOf(quantity, unitPrice) })
              : undefined
          }
        />
      </Link>
    ));
  if (!claims.mayDispute || line.amountMinor <= 0n || openMinor <= claims.disputedMinor) return null;
  return (
    <Link
      href={`/disputes/new?item=${id}&line=${line.lineNo}`}
      className="line-dispute ms-2 text-sm whitespace-nowrap"
      aria-label={t("disputeLineOf", { line: line.description })}
    >
      {t("disputeLine")}
    </Link>
  );
}
