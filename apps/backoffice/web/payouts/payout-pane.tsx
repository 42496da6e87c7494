import { Amount, SumRow } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { ReasonDialog } from "../cash/reason-dialog.tsx";
import { refreshCash } from "../cash/refresh.ts";
import { Failed, useSentence } from "../shell/failure.tsx";
import { useDifferenceWords } from "./payout-words.ts";

type Detail = Answers["payouts"]["read"];

/** A payout three ways: its own amount, what its transactions come to, and what the bank shows. */
export function PayoutPane({ payoutId }: { payoutId: string }) {
  const t = useTranslations("payouts");
  const words = useDifferenceWords();
  const format = useFormats();
  const { data, error, refetch } = useQuery(api.payouts.read.queryOptions({ payoutId }));
  if (error && !data) return <Failed error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { payout, movedMinor, tiedMinor, differences } = data;
  const { currency } = payout;
  const amount = (minor: bigint) => <Amount minor={minor} currency={currency} />;
  return (
    <>
      <PaneSection title={payout.providerId}>
        <DefinitionList
          items={[
            { term: t("amountIn", { currency }), value: amount(payout.amountMinor) },
            { term: t("movedIn", { currency }), value: amount(movedMinor) },
            { term: t("atBankIn", { currency }), value: amount(tiedMinor) },
            { term: t("arrives"), value: format.day(payout.arrivesOn, { weekday: true }) },
            { term: t("status"), value: t(`statuses.${payout.status}`) },
            ...(payout.traceId ? [{ term: t("trace"), value: payout.traceId }] : []),
            ...(payout.failure ? [{ term: t("failure"), value: payout.failure }] : []),
          ]}
        />
        <ul className="mt-2 grid gap-1">
          {differences.map((difference) => (
            <li key={difference.cause}>
              <Status
                state={difference.cause === "on_its_way" ? "in-flight" : "unapplied"}
                label={words(difference, currency)}
              />
            </li>
          ))}
          {differences.length === 0 && (
            <li>
              <Status state="kept" label={t("agrees")} />
            </li>
          )}
        </ul>
      </PaneSection>
      <BankLines detail={data} />
      <Transactions detail={data} />
      <PaneSection title={t("history")}>
        <ol className="cash-history">
          {data.history.map(({ at, action, actorName }) => (
            <li key={`${action} ${at.toISOString()}`}>
              <span>
                {action === "payout.tied" || action === "payout.untied"
                  ? t(action === "payout.tied" ? "wasTied" : "wasUntied", { name: actorName })
                  : actorName}
              </span>
              <span className="text-ink-3">{format.moment(at)}</span>
            </li>
          ))}
          {data.history.length === 0 && <li className="text-ink-2">{t("noHistory")}</li>}
        </ol>
      </PaneSection>
    </>
  );
}

function BankLines({ detail }: { detail: Detail }) {
  const t = useTranslations("payouts");
  const cash = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { payout, ties, candidates, mayTie } = detail;
  const { currency, id: payoutId } = payout;
  const [untying, setUntying] = useState("");
  const tie = useMutation(
    api.payouts.tie.mutationOptions({
      onSuccess: () => toast({ text: t("tied") }),
      onSettled: refreshCash,
    }),
  );
  const untie = useMutation(
    api.payouts.untie.mutationOptions({
      onSuccess: () => {
        toast({ text: t("untied") });
        setUntying("");
      },
      onSettled: refreshCash,
    }),
  );
  const line = (each: Detail["ties"][number]) => (
    <span>
      <b>{format.amount(each.amountMinor, currency)}</b> {format.day(each.bookedOn)}{" "}
      <span className="text-ink-2">
        {[each.counterpartyName, each.reference, each.unstructured].filter(Boolean).join(" · ")}
      </span>
    </span>
  );
  return (
    <PaneSection title={t("bankLine")}>
      <ul className="cash-found">
        {ties.map((each) => (
          <li key={each.id}>
            {line(each)}
            {mayTie && (
              <Button variant="text" onClick={() => setUntying(each.id)}>
                {t("untie")}
              </Button>
            )}
          </li>
        ))}
        {candidates.map((each) => (
          <li key={each.id}>
            {line(each)}
            {mayTie && each.fits && (
              <Button
                variant="text"
                aria-busy={tie.isPending}
                onClick={() => tie.mutate({ key: crypto.randomUUID(), payoutId, lineId: each.id })}
              >
                {cash("tie")}
              </Button>
            )}
          </li>
        ))}
        {ties.length + candidates.length === 0 && <li className="text-ink-2">{t("noLine")}</li>}
      </ul>
      {tie.isError && (
        <p role="alert" className="text-overdue">
          {sentence(tie.error)}
        </p>
      )}
      {untying && (
        <ReasonDialog
          title={t("untieTitle", { payout: payout.providerId })}
          text={t("untieText")}
          label={cash("whyUndo")}
          action={t("untie")}
          maxLength={500}
          isPending={untie.isPending}
          error={untie.error}
          onSend={(reason, key) => untie.mutate({ key, payoutId, lineId: untying, reason })}
          onClose={() => setUntying("")}
        />
      )}
    </PaneSection>
  );
}

function Transactions({ detail }: { detail: Detail }) {
  const t = useTranslations("payouts");
  const { transactions, payout, movedMinor } = detail;
  const { currency } = payout;
  return (
    <PaneSection title={t("transactions", { count: transactions.length })}>
      {transactions.length > 0 && (
        <Table caption={t("transactionsCaption")} phone="same">
          <Head>
            <ColumnHead>{t("transaction")}</ColumnHead>
            <ColumnHead align="end">{t("fee")}</ColumnHead>
            <ColumnHead align="end">{t("net", { currency })}</ColumnHead>
          </Head>
          <Body>
            {transactions.map((each) => (
              <Row key={each.id}>
                <Cell heading sub={each.unexplained ? t("unexplained") : each.customerName}>
                  {each.paymentId && each.paymentNumber ? (
                    <Link href={`/payments/${each.paymentId}`}>{each.paymentNumber}</Link>
                  ) : (
                    each.category.replaceAll("_", " ")
                  )}
                </Cell>
                <Cell align="end">
                  <Amount minor={each.feeMinor} currency={currency} />
                </Cell>
                <Cell align="end">
                  <Amount minor={each.netMinor} currency={currency} />
                </Cell>
              </Row>
            ))}
          </Body>
          <Foot>
            <SumRow label={t("sum")} labelSpan={2}>
              <Cell align="end">
                <Amount minor={movedMinor} currency={currency} />
              </Cell>
            </SumRow>
          </Foot>
        </Table>
      )}
    </PaneSection>
  );
}
