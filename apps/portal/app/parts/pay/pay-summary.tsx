import { Button } from "@openitem/ui/button";
import { decimalOf } from "@openitem/ui/formats";
import { SummaryBox } from "@openitem/ui/page";
import { type SumLine, SumList } from "@openitem/ui/sum-list";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { SendForRelease } from "../prepared/send-for-release.tsx";
import type { Sums } from "./sums.ts";
import type { PayForm, PayRow } from "./view.ts";

/** What the documents are called together. */
export const kindOf = (rows: readonly PayRow[]): "invoice" | "document" =>
  rows.every((row) => row.kind === "invoice") ? "invoice" : "document";

/** What is disputed and promised when this payment has settled: what is put into it is so no more. */
function heldAfter({ rows, disputedMinor, promisedMinor }: PayForm, sums: Sums) {
  const paid = new Map(sums.rows.map((row) => [row.itemId, row.minor ?? 0n]));
  let [putIn, kept] = [0n, 0n];
  for (const row of rows) {
    const over = (paid.get(row.id) ?? 0n) - row.readyMinor;
    if (over > 0n) putIn += over;
    kept += row.promisedMinor;
  }
  return { disputedMinor: disputedMinor - putIn, promisedMinor: promisedMinor - kept };
}

/** What it comes to, what stays open, and the button that carries the amount. */
export function PaySummary({ view, sums, isBusy }: { view: PayForm; sums: Sums; isBusy: boolean }) {
  const t = useTranslations("pay");
  const format = useFormats();
  const { currency, openMinor, inFlightMinor, rows } = view;
  const { documentsMinor, creditsMinor, onAccount, cashMinor, leftOutMinor } = sums;
  const isEmpty = documentsMinor === 0n && onAccount.minor === 0n;
  const byCredits = cashMinor === 0n && !isEmpty;
  const blocked = isEmpty
    ? t("nothingYet")
    : cashMinor < 0n
      ? t("creditsExceed", { amount: format.amount(-cashMinor, currency) })
      : undefined;
  const afterMinor = openMinor - documentsMinor;
  const held = heldAfter(view, sums);
  const restMinor = afterMinor - inFlightMinor - leftOutMinor - held.disputedMinor - held.promisedMinor;
  const lines: SumLine[] = [
    {
      id: "documents",
      label: t("documents", { count: rows.length, kind: kindOf(rows) }),
      minor: documentsMinor,
    },
    ...(creditsMinor > 0n
      ? [{ id: "credits", label: t("credits"), minor: -creditsMinor, tone: "credit" as const }]
      : []),
    ...(onAccount.minor > 0n ? [{ id: "account", label: t("putOnAccount"), minor: onAccount.minor }] : []),
  ];
  const after: SumLine[] = [
    { id: "after", label: t("after"), minor: afterMinor },
    ...[
      { id: "flight", label: t("afterInFlight"), minor: inFlightMinor },
      { id: "disputed", label: t("afterDisputed"), minor: held.disputedMinor },
      { id: "promised", label: t("afterPromised"), minor: held.promisedMinor },
      { id: "left-out", label: t("afterLeftOut"), minor: leftOutMinor },
      { id: "rest", label: t("afterRest"), minor: restMinor },
    ]
      .filter(({ minor }) => minor > 0n)
      .map((line) => ({ ...line, part: true })),
  ];
  return (
    <SummaryBox label={t("summary")} sticky>
      <h2>{t("summary")}</h2>
      <div aria-live="polite">
        <SumList
          lines={lines}
          currency={currency}
          total={{ label: t("payNow"), minor: cashMinor, large: true }}
        />
      </div>
      <noscript>
        <div className="mt-4 grid gap-1">
          <Button name="intent" value="preview" wide>
            {t("recalculate")}
          </Button>
          <p className="oi-hint">{t("recalculateHint")}</p>
        </div>
      </noscript>
      <input type="hidden" name="shown" value={decimalOf(cashMinor, currency)} />
      <div className="mt-4">
        {view.release ? (
          <SendForRelease
            names={view.release.names}
            note={view.later.releaseNote}
            blocked={blocked}
            isBusy={isBusy}
          />
        ) : (
          <Button
            variant="primary"
            wide
            trailingIcon={byCredits ? undefined : "forward"}
            name="intent"
            value="pay"
            aria-busy={isBusy || undefined}
            disabledReason={blocked}
          >
            {byCredits
              ? t("buttonCredits")
              : cashMinor < 0n
                ? t("title")
                : t("button", { amount: format.amount(cashMinor, currency) })}
          </Button>
        )}
      </div>
      {!blocked && !view.release && <p className="oi-hint mt-3">{t(byCredits ? "nextCredits" : "next")}</p>}
      {afterMinor >= 0n && restMinor >= 0n && (
        <div className="mt-4 border-t border-rule pt-4">
          <SumList lines={after} currency={currency} />
        </div>
      )}
    </SummaryBox>
  );
}
