import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type Answers, api, queryClient } from "../api.ts";
import { Failed } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";

type BooksStatus = Answers["books"]["status"];

/** Whether everything that is stored agrees with the rows it follows from, check by check. */
export function BooksPage() {
  const t = useTranslations("books");
  const format = useFormats();
  useTitle(t("title"));
  const status = useQuery(api.books.status.queryOptions(undefined, { staleTime: 60_000 }));
  const verify = useMutation(
    api.books.verify.mutationOptions({
      onSuccess: (fresh) => queryClient.setQueryData(api.books.status.queryKey(), fresh),
    }),
  );
  const error = verify.error ?? status.error;
  return (
    <>
      <OfficeHeader
        title={t("title")}
        note={status.data && t("checkedAt", { at: format.moment(status.data.at) })}
        actions={
          <Button onClick={() => verify.mutate()} aria-busy={verify.isPending}>
            {verify.isPending ? t("checking") : t("checkNow")}
          </Button>
        }
      />
      <Panes>
        {error && (
          <PaneSection>
            <Failed error={error} onRetry={() => status.refetch()} />
          </PaneSection>
        )}
        {status.data && <Outcome status={status.data} />}
      </Panes>
    </>
  );
}

function Outcome({ status: { checked, differences } }: { status: BooksStatus }) {
  const t = useTranslations("books");
  const format = useFormats();
  const things = checked.reduce((sum, check) => sum + check.count, 0);
  const agree = differences.length === 0;
  return (
    <>
      <Banner
        tone={agree ? "paid" : "overdue"}
        state={agree ? "paid" : "overdue"}
        title={agree ? t("agree") : t("differ", { count: differences.length })}
        live
      >
        {agree
          ? t("agreeText", { checks: format.count(checked.length), things: format.count(things) })
          : t("differText")}
      </Banner>
      {!agree && <Differences differences={differences} />}
      <PaneSection title={t("checks")}>
        <p className="oi-hint mb-2">{t("note")}</p>
        <div className="-mx-4 overflow-x-auto">
          <Table caption={t("checks")} edge>
            <Head>
              <ColumnHead>{t("check")}</ColumnHead>
              <ColumnHead>{t("says")}</ColumnHead>
              <ColumnHead align="end">{t("things")}</ColumnHead>
            </Head>
            <Body>
              {checked.map((check) => (
                <Row key={check.name}>
                  <Cell heading phone="lead">
                    {check.name}
                  </Cell>
                  <Cell phone="line">{check.says}</Cell>
                  <Cell align="end" phone="amount">
                    {format.count(check.count)}
                  </Cell>
                </Row>
              ))}
            </Body>
          </Table>
        </div>
      </PaneSection>
    </>
  );
}

function Differences({ differences }: Pick<BooksStatus, "differences">) {
  const t = useTranslations("books");
  return (
    <PaneSection title={t("differences")}>
      <div className="-mx-4 overflow-x-auto">
        <Table caption={t("differences")} edge>
          <Head>
            <ColumnHead>{t("check")}</ColumnHead>
            <ColumnHead>{t("subject")}</ColumnHead>
            <ColumnHead align="end">{t("expected")}</ColumnHead>
            <ColumnHead align="end">{t("found")}</ColumnHead>
          </Head>
          <Body>
            {differences.map((each) => (
              <Row key={`${each.check} ${each.subject} ${each.expected} ${each.found}`}>
                <Cell phone="lead">{each.check}</Cell>
                <Cell phone="line" className="split-word">
                  {each.subject}
                </Cell>
                <Cell align="end" phone="line" label={t("expected")}>
                  {each.expected}
                </Cell>
                <Cell align="end" phone="line" label={t("found")}>
                  {each.found}
                </Cell>
              </Row>
            ))}
          </Body>
        </Table>
      </div>
    </PaneSection>
  );
}
