import { Amount } from "@openitem/ui/amount";
import { SelectField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { DisputeStatus } from "../disputes/dispute-words.tsx";
import { dayOf } from "../lists/days.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";

type Similar = Answers["disputes"]["similar"];
const CAUSES = 200;

/** What was disputed like this before: by this customer, by others; and the cause they share. */
export function Alike() {
  const t = useTranslations("dispute");
  const format = useFormats();
  const { dispute } = useDispute().detail;
  const { data, error, refetch } = useQuery(api.disputes.similar.queryOptions({ disputeId: dispute.id }));
  if (error)
    return (
      <PaneSection title={t("elsewhere")}>
        <Failed error={error} onRetry={() => refetch()} />
      </PaneSection>
    );
  if (!data) return null;
  const { earlier, elsewhere, alike } = data;
  return (
    <>
      <PaneSection title={t("earlier")}>
        {earlier.length === 0 ? (
          <p className="text-ink-2">{t("noEarlier")}</p>
        ) : (
          <SimilarTable rows={earlier} caption={t("earlier")} />
        )}
      </PaneSection>
      <PaneSection title={t("elsewhere")}>
        {elsewhere.length === 0 ? (
          <p className="text-ink-2">{t("noElsewhere")}</p>
        ) : (
          <SimilarTable rows={elsewhere} caption={t("elsewhere")} withCustomer />
        )}
        <p className="oi-hint mt-1.5">
          {t("alike", {
            count: alike.count,
            hasProduct: dispute.product ? "yes" : "no",
            product: dispute.product ?? "",
            day: format.day(dayOf(alike.since, format.timeZone)),
            amount: `${format.amount(alike.amountMinor, dispute.currency)} ${dispute.currency}`,
          })}
        </p>
      </PaneSection>
      <Cause key={dispute.causeId} similar={data} />
    </>
  );
}

function SimilarTable({
  rows,
  caption,
  withCustomer,
}: {
  rows: Similar["earlier"];
  caption: string;
  withCustomer?: boolean;
}) {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  return (
    <Table caption={caption} dense phone="scroll">
      <Head>
        <ColumnHead>{disputes("number")}</ColumnHead>
        {withCustomer && <ColumnHead>{disputes("customer")}</ColumnHead>}
        <ColumnHead align="end">{t("asked")}</ColumnHead>
        <ColumnHead align="end">{t("credited")}</ColumnHead>
        <ColumnHead>{t("outcome")}</ColumnHead>
      </Head>
      <Body>
        {rows.map((row) => (
          <Row key={row.id}>
            <Cell heading className="whitespace-nowrap">
              <DocumentLink href={`/disputes/${row.id}`}>{row.number}</DocumentLink>
            </Cell>
            {withCustomer && (
              <Cell title={row.customerName}>
                <Link href={`/customers/${row.customerId}`}>{row.customerName}</Link>
              </Cell>
            )}
            <Cell align="end">
              <Amount minor={row.amountMinor} currency={row.currency} showCurrency />
            </Cell>
            <Cell align="end">
              {row.outcome && <Amount minor={row.creditedMinor} currency={row.currency} />}
            </Cell>
            <Cell title={row.grounds ?? undefined}>
              <DisputeStatus status={row.status} outcome={row.outcome} />
            </Cell>
          </Row>
        ))}
      </Body>
    </Table>
  );
}

/** The root cause, named from the list of those that fit. */
function Cause({ similar }: { similar: Similar }) {
  const t = useTranslations("dispute");
  const toast = useToast();
  const mayHandle = useMay("dispute.handle");
  const { dispute } = useDispute().detail;
  const { data } = useQuery(api.causes.list.queryOptions({ reason: dispute.reason, limit: CAUSES }));
  const set = useMutation(
    api.disputes.setCause.mutationOptions({
      onSuccess: () => toast({ text: t("causeSaved") }),
      onSettled: refreshDisputes,
    }),
  );
  const current = similar.cause;
  const causes = data?.rows ?? [];
  const listed = current && !causes.some(({ id }) => id === current.id) ? [current, ...causes] : causes;
  return (
    <PaneSection title={t("cause")} action={<Link href="/causes?view=causes">{t("toCauses")}</Link>}>
      {mayHandle ? (
        <SelectField
          name="cause"
          label={t("cause")}
          labelHidden
          value={current?.id ?? ""}
          options={[
            { value: "", label: t("noCause") },
            ...listed.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          onChange={(event) => set.mutate({ disputeId: dispute.id, causeId: event.target.value || null })}
        />
      ) : (
        <p>{current?.title ?? t("noCause")}</p>
      )}
      {current?.action && <p className="oi-hint mt-1.5">{current.action}</p>}
      {set.isError && <Failed error={set.error} />}
    </PaneSection>
  );
}
