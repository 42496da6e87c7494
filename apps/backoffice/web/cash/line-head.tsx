import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { markedText } from "./marked-text.ts";
import type { Detail, Laid, LineFacts } from "./use-match.ts";

/** What the bank says of a line: who, how much, in which words and by which statement; and how long we know the payer. */
export function LineHead({
  detail,
  facts,
  laid,
}: {
  detail: Detail;
  facts: LineFacts | undefined;
  laid: Laid | undefined;
}) {
  const t = useTranslations("cash");
  const format = useFormats();
  const { line, receipt, aliases } = detail;
  const { currency } = line;
  const text = [...line.structured, line.unstructured].filter(Boolean).join(" ");
  const [statement] = facts?.statements ?? [];
  // An account and a name that pay for the same customer say the same.
  const payers = [...Map.groupBy(aliases, ({ customerId }) => customerId).values()].flatMap(
    (all) => all.toSorted((a, b) => b.receipts - a.receipts)[0] ?? [],
  );
  const since = payers.map(
    ({ customerName, learntAt, receipts }) =>
      `${customerName}, ${t("payerSince", { day: format.moment(learntAt).split(",")[0] ?? "", count: receipts })}`,
  );
  return (
    <header className="cash-head">
      <div className="cash-head-line">
        <h2>{line.counterpartyName ?? line.reference ?? t("nameless")}</h2>
        <b className="cash-head-amount">
          <Amount minor={line.amountMinor} currency={currency} /> <span className="oi-unit">{currency}</span>
        </b>
      </div>
      <div className="cash-head-line text-ink-2">
        <span>{[line.counterpartyAccount, ...since].filter(Boolean).join(" · ") || t("payerNew")}</span>
        <span className="text-ink-3">
          {t("valueOn", { day: format.day(line.valueOn) })}
          {statement &&
            ` · ${t("ofStatement", {
              format: statement.format,
              day: statement.toOn ? format.day(statement.toOn) : format.moment(statement.importedAt),
            })}`}
        </span>
      </div>
      {text && (
        <p className="cash-text">
          {markedText(text, laid).map(({ part, mark }, index) =>
            mark ? (
              <mark key={`${index} ${part}`} className={mark === "for" ? "is-for" : undefined}>
                {part}
              </mark>
            ) : (
              part
            ),
          )}
        </p>
      )}
      <div className="cash-head-line text-ink-3">
        <span>
          {[
            line.reference && t("bankReference", { reference: line.reference }),
            line.endToEndId && t("endToEnd", { reference: line.endToEndId }),
            statement?.fileName,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {line.isReversal && <Status state="returned" label={t("reversal")} />}
      </div>
      {receipt && (
        <p>
          <Link href={`/items/${receipt.id}`}>{receipt.number}</Link>{" "}
          {receipt.openMinor > 0n
            ? t(receipt.heldAs === "on_account" ? "receiptOnAccount" : "receiptUnapplied", {
                amount: `${format.amount(receipt.openMinor, currency)} ${currency}`,
              })
            : t("receiptUsed")}
        </p>
      )}
    </header>
  );
}
