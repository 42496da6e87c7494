import { DefinitionList } from "@openitem/ui/definition-list";
import { Section, SummaryBox } from "@openitem/ui/page";
import { type SumLine, SumList } from "@openitem/ui/sum-list";
import { Timeline, type TimelineEntry } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useMethodWord } from "../payment-words.tsx";
import type { PaymentView } from "./payment-view.server.ts";

/** Documents, credits and money on account, adding up to what is charged. */
export function PaymentSums({ payment }: { payment: PaymentView }) {
  const t = useTranslations("payment");
  const { currency, documentsMinor, credits, onAccountMinor, leftOnAccountMinor, amountMinor } = payment;
  const isSettled = leftOnAccountMinor !== null;
  const accountMinor = leftOnAccountMinor ?? onAccountMinor;
  const lines: SumLine[] = [
    { id: "documents", label: t("documents"), minor: documentsMinor },
    ...credits.map((credit) => ({
      id: credit.itemId,
      label: credit.number,
      minor: -credit.minor,
      tone: "credit" as const,
    })),
    ...(accountMinor > 0n
      ? [{ id: "account", label: t(isSettled ? "leftOnAccount" : "putOnAccount"), minor: accountMinor }]
      : []),
  ];
  return (
    <SummaryBox label={t("summary")}>
      <h2>{t("summary")}</h2>
      <SumList
        lines={lines}
        currency={currency}
        total={{
          label: t(isSettled ? "received" : "toCharge"),
          minor: payment.receivedMinor ?? amountMinor,
        }}
      />
    </SummaryBox>
  );
}

/** Number, method, account, receipt. */
export function PaymentFacts({ payment }: { payment: PaymentView }) {
  const t = useTranslations("payment");
  const methodWord = useMethodWord();
  const { account, number, method, amountMinor, receiptNumber } = payment;
  return (
    <Section title={t("facts")}>
      <DefinitionList
        items={[
          { term: t("reference"), value: number },
          { term: t("account"), value: `${account.name}, ${account.number}` },
          ...(method || amountMinor === 0n
            ? [{ term: t("method"), value: methodWord({ method, amountMinor }) }]
            : []),
          ...(receiptNumber ? [{ term: t("receiptNumber"), value: receiptNumber }] : []),
        ]}
      />
    </Section>
  );
}

/** What happened to it, latest first. */
export function PaymentHistory({ payment }: { payment: PaymentView }) {
  const t = useTranslations("payment");
  const format = useFormats();
  const { status, currency, createdAt, submittedAt, settledAt, endedAt, startedByName, reversals } = payment;
  const amount = (minor: bigint) => format.amount(minor, currency);
  const happened: { at: Date; entry: Omit<TimelineEntry, "at" | "dateTime"> }[] = [
    {
      at: createdAt,
      entry: { id: "started", mark: { icon: "pay" }, title: t("started"), by: startedByName },
    },
  ];
  if (submittedAt)
    happened.push({ at: submittedAt, entry: { id: "sent", mark: { state: "in-flight" }, title: t("sent") } });
  if (settledAt)
    happened.push({
      at: settledAt,
      entry: { id: "settled", mark: { state: "settled" }, title: t("settledAt") },
    });
  if (endedAt && (status === "failed" || status === "expired" || status === "cancelled"))
    happened.push({
      at: endedAt,
      entry: { id: "ended", mark: { state: status }, title: t(`${status}At`) },
    });
  for (const { id, kind, amountMinor, reason, bookedAt, reinstatedAt } of reversals) {
    const title = t(`${kind}Of`, { amount: amount(amountMinor) });
    const state = kind === "refund" ? "refunded" : "returned";
    const detail = reason?.replaceAll("_", " ");
    happened.push({ at: bookedAt, entry: { id, mark: { state }, title, detail } });
    if (reinstatedAt)
      happened.push({
        at: reinstatedAt,
        entry: {
          id: `${id} again`,
          mark: { state: "settled" },
          title: t("reinstated", { amount: amount(amountMinor) }),
        },
      });
  }
  const entries = happened
    .toReversed()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ at, entry }) => ({ ...entry, at: format.moment(at), dateTime: at.toISOString() }));
  return (
    <Section title={t("history")}>
      <Timeline entries={entries} label={t("history")} />
    </Section>
  );
}
