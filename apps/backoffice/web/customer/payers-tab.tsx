import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Status } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, EmptyRows, Head, LoadingRows, Row, Table } from "@openitem/ui/table";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { useMay } from "../session.ts";
import { Failed, useSentence } from "../shell/failure.tsx";
import { useCustomer } from "./customer-context.ts";

const COLUMNS = 5;

/** Accounts and names that pay for this customer, as learnt from matching, with those that ended. */
export function PayersTab() {
  const t = useTranslations("payers");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const mayEnd = useMay("cash.match");
  const { customer } = useCustomer();
  const { data, isPending, error, refetch } = useQuery(
    api.cash.aliases.queryOptions({ customerId: customer.id, withEnded: true, limit: 500 }),
  );
  const end = useMutation(
    api.cash.endAlias.mutationOptions({
      onSuccess: () => toast({ text: t("endedDone") }),
      onSettled: refreshCash,
    }),
  );
  return (
    <section className="list" aria-label={t("caption")}>
      {end.isError && (
        <p role="alert" className="p-4 text-overdue">
          {sentence(end.error)}
        </p>
      )}
      <Table caption={t("caption")} edge busy={isPending}>
        <Head>
          <ColumnHead>{t("written")}</ColumnHead>
          <ColumnHead>{t("kind")}</ColumnHead>
          <ColumnHead>{t("learnt")}</ColumnHead>
          <ColumnHead>{t("state")}</ColumnHead>
          <ColumnHead>{t("actions")}</ColumnHead>
        </Head>
        <Body>
          {isPending && <LoadingRows columns={COLUMNS} />}
          {error && (
            <EmptyRows columns={COLUMNS}>
              <Failed error={error} onRetry={() => refetch()} />
            </EmptyRows>
          )}
          {data?.length === 0 && (
            <EmptyRows columns={COLUMNS}>
              <EmptyState title={t("empty")} />
            </EmptyRows>
          )}
          {data?.map((alias) => (
            <Row key={alias.id} dim={alias.endedAt !== null}>
              <Cell heading phone="lead">
                {alias.written}
              </Cell>
              <Cell phone="aside">{t(`kinds.${alias.kind}`)}</Cell>
              <Cell phone="line">
                {t("learntBy", { name: alias.learntByName, at: format.moment(alias.learntAt) })}
              </Cell>
              <Cell phone="status">
                {alias.endedAt ? (
                  <Status
                    state="cancelled"
                    label={t("ended", { name: alias.endedByName ?? "", at: format.moment(alias.endedAt) })}
                  />
                ) : (
                  <Status state="kept" label={t("holds")} />
                )}
              </Cell>
              <Cell phone="amount">
                {mayEnd && !alias.endedAt && (
                  <Button
                    variant="text"
                    aria-label={t("endNamed", { name: alias.written })}
                    onClick={() => end.mutate({ key: crypto.randomUUID(), aliasId: alias.id })}
                  >
                    {t("end")}
                  </Button>
                )}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
    </section>
  );
}
