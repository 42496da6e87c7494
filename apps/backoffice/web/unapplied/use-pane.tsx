import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { ReasonDialog } from "../cash/reason-dialog.tsx";
import { refreshCash } from "../cash/refresh.ts";
import { useSignalWords } from "../cash/signal-words.ts";
import { useMay } from "../session.ts";
import { ApplyForm } from "./apply-form.tsx";
import { RefundForm } from "./refund-form.tsx";
import { TransferForm } from "./transfer-form.tsx";
import type { UnappliedRow } from "./unapplied-page.tsx";

const WAYS = ["apply", "refund", "transfer"] as const;

/** Money on hand with what can be done: pay documents, leave on account, send back, give to another customer. */
export function UsePane({ row }: { row: UnappliedRow }) {
  const t = useTranslations("unapplied");
  const format = useFormats();
  const words = useSignalWords();
  const may = {
    apply: useMay("credit.apply"),
    refund: useMay("cash.decide"),
    transfer: useMay("cash.match"),
  };
  const [way, setWay] = useState<(typeof WAYS)[number]>("apply");
  const amount = (minor: bigint) => `${format.amount(minor, row.currency)} ${row.currency}`;
  const waiting = useQuery(
    api.cash.decisions.queryOptions({ itemId: row.receiptId, status: "awaiting_approval" }),
  ).data?.rows;
  return (
    <>
      <PaneSection title={row.number}>
        <DefinitionList
          items={[
            {
              term: t("customer"),
              value: <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>,
            },
            { term: t("cameOn"), value: format.day(row.issuedOn) },
            { term: t("received"), value: amount(row.amountMinor) },
            { term: t("toUse"), value: amount(row.openMinor) },
            ...(row.reservedMinor > 0n ? [{ term: t("reserved"), value: amount(row.reservedMinor) }] : []),
            ...(row.reference ? [{ term: t("reference"), value: row.reference }] : []),
            ...(row.lineId
              ? [
                  {
                    term: t("bankLine"),
                    value: <Link href={`/cash?tab=unapplied&line=${row.lineId}`}>{t("toLine")}</Link>,
                  },
                ]
              : []),
          ]}
        />
        {row.waits.length > 0 && (
          <ul className="mt-2 text-ink-2">
            {row.waits.map((signal) => (
              <li key={signal.code}>{words(signal)}</li>
            ))}
          </ul>
        )}
      </PaneSection>
      {waiting?.map((decision) => (
        <Banner
          key={decision.id}
          tone="due"
          state="held"
          title={t("waits", { kind: t(`kinds.${decision.kind}`), amount: amount(decision.amountMinor) })}
          action={<Link href="/unapplied?tab=decisions">{t("toRequest")}</Link>}
        >
          {t("waitsText", { name: decision.decidedByName })}
        </Banner>
      ))}
      <Hold row={row} />
      <PaneSection title={t("use")}>
        <div className="modes">
          {WAYS.filter((each) => may[each]).map((each) => (
            <Button key={each} variant="text" aria-pressed={each === way} onClick={() => setWay(each)}>
              {t(`ways.${each}`)}
            </Button>
          ))}
        </div>
        {way === "apply" && may.apply && <ApplyForm row={row} />}
        {way === "refund" && may.refund && <RefundForm row={row} />}
        {way === "transfer" && may.transfer && <TransferForm row={row} />}
      </PaneSection>
    </>
  );
}

/** Leaves the money on account by decision, or takes it back into what is to be decided. */
function Hold({ row }: { row: UnappliedRow }) {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const toast = useToast();
  const may = useMay("cash.match");
  const [asking, setAsking] = useState(false);
  const to = row.heldAs === "on_account" ? "unapplied" : "on_account";
  const hold = useMutation(
    api.cash.hold.mutationOptions({
      onSuccess: () => {
        toast({ text: t(`held.${to}`) });
        setAsking(false);
      },
      onSettled: refreshCash,
    }),
  );
  if (!may) return null;
  return (
    <PaneSection>
      <Button onClick={() => setAsking(true)}>{t(`hold.${to}`)}</Button>
      {asking && (
        <ReasonDialog
          title={t(`hold.${to}`)}
          text={t(`holdText.${to}`)}
          label={cash("whyUndo")}
          action={t(`hold.${to}`)}
          isPending={hold.isPending}
          error={hold.error}
          onSend={(reason, key) => hold.mutate({ key, receiptId: row.receiptId, heldAs: to, reason })}
          onClose={() => setAsking(false)}
        />
      )}
    </PaneSection>
  );
}
