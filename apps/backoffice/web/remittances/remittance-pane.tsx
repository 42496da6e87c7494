import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { useMay } from "../session.ts";
import { Failed, useSentence } from "../shell/failure.tsx";
import { MARKS } from "./remittance-marks.ts";

type Detail = Answers["remittances"]["read"];

/** One remittance: what it says, its money or where that may be, and the way to take it back. */
export function RemittancePane({ remittanceId }: { remittanceId: string }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { data, error, refetch } = useQuery(api.remittances.read.queryOptions({ remittanceId }));
  if (error && !data) return <Failed error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { remittance, customer, file, receipt, bankLine } = data;
  const { currency, totalMinor } = remittance;
  const text = (term: string, value: string | null) => (value ? [{ term, value }] : []);
  return (
    <>
      <PaneSection title={remittance.number}>
        <DefinitionList
          items={[
            {
              term: t("from"),
              value: customer ? (
                <Link href={`/customers/${customer.id}`}>{customer.name}</Link>
              ) : (
                (remittance.payer ?? t("nobody"))
              ),
            },
            {
              term: t("state"),
              value: <Status state={MARKS[remittance.status]} label={t(`states.${remittance.status}`)} />,
            },
            ...(totalMinor !== null && currency
              ? [{ term: t("total"), value: `${format.amount(totalMinor, currency)} ${currency}` }]
              : []),
            ...text(t("paidOn"), remittance.paidOn && format.day(remittance.paidOn)),
            ...text(t("reference"), remittance.reference),
            ...text(t("pausedUntil"), remittance.pausedUntilOn && format.day(remittance.pausedUntilOn)),
            ...text(t("problem"), remittance.problem),
            ...(file ? [{ term: t("file"), value: <a href={`/files/${file.id}`}>{file.name}</a> }] : []),
            ...(receipt
              ? [{ term: t("money"), value: <Link href={`/items/${receipt.id}`}>{receipt.number}</Link> }]
              : []),
            ...(bankLine
              ? [
                  {
                    term: t("bankLine"),
                    value: (
                      <Link href={`/cash?tab=matched&line=${bankLine.id}`}>
                        {format.day(bankLine.valueOn)}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </PaneSection>
      {remittance.status === "confirmed" && totalMinor !== null && (
        <Candidates totalMinor={totalMinor} currency={currency ?? ""} />
      )}
      <Lines detail={data} />
      <Withdraw detail={data} />
    </>
  );
}

/** Open bank lines of this very amount: each leads to the workbench, where the advice is laid out for it. */
function Candidates({ totalMinor, currency }: { totalMinor: bigint; currency: string }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { data } = useQuery(
    api.bank.lines.queryOptions({
      state: "open",
      flow: "in",
      amountFrom: totalMinor,
      amountTo: totalMinor,
      limit: 10,
    }),
  );
  const rows = data?.rows.filter((row) => row.currency === currency);
  return (
    <PaneSection title={t("mayBe")}>
      <ul className="cash-found">
        {rows?.map((row) => (
          <li key={row.id}>
            <span>
              {format.day(row.valueOn)} <b>{row.counterpartyName ?? row.reference}</b>
            </span>
            <Link href={`/cash?line=${row.id}`}>{t("tieThere")}</Link>
          </li>
        ))}
        {rows?.length === 0 && <li className="text-ink-2">{t("noLine")}</li>}
      </ul>
    </PaneSection>
  );
}

function Lines({ detail: { lines, remittance } }: { detail: Detail }) {
  const t = useTranslations("remittances");
  const currency = remittance.currency ?? "USD";
  if (lines.length === 0) return null;
  return (
    <PaneSection title={t("lines", { count: lines.length })}>
      <Table caption={t("linesCaption")} phone="same">
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead align="end">{t("taken")}</ColumnHead>
          <ColumnHead align="end">{t("pays", { currency })}</ColumnHead>
        </Head>
        <Body>
          {lines.map((line) => (
            <Row key={line.lineNo}>
              <Cell heading sub={line.settled === "open" ? t("toSettle") : line.reason}>
                {line.itemId ? (
                  <Link href={`/items/${line.itemId}`}>{line.document?.number ?? line.written}</Link>
                ) : (
                  (line.written ?? t(line.settled === "on_account" ? "onAccount" : "unnamed"))
                )}
              </Cell>
              <Cell align="end">
                <Amount minor={line.discountMinor + line.deductionMinor} currency={currency} />
              </Cell>
              <Cell align="end">
                <Amount minor={line.netMinor} currency={currency} />
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
    </PaneSection>
  );
}

const TAKEN_BACK = ["tied", "withdrawn"];

function Withdraw({ detail: { remittance } }: { detail: Detail }) {
  const t = useTranslations("remittances");
  const toast = useToast();
  const sentence = useSentence();
  const may = useMay("remittance.send");
  const withdraw = useMutation(
    api.remittances.withdraw.mutationOptions({
      onSuccess: () => toast({ text: t("withdrawn") }),
      onSettled: refreshCash,
    }),
  );
  if (!may || TAKEN_BACK.includes(remittance.status)) return null;
  return (
    <PaneSection>
      <Button
        aria-busy={withdraw.isPending}
        onClick={() => withdraw.mutate({ key: crypto.randomUUID(), remittanceId: remittance.id })}
      >
        {t("withdraw")}
      </Button>
      {withdraw.isError && (
        <p role="alert" className="text-overdue">
          {sentence(withdraw.error)}
        </p>
      )}
    </PaneSection>
  );
}
