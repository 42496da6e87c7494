import { Button, LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import { useChargeWords } from "./charge-words.tsx";
import type { AutopayPage } from "./view.server.ts";

const EXPECTED_SHOWN = 6;

function ChargeHead() {
  const t = useTranslations("autopay");
  return (
    <Head>
      <ColumnHead>{t("day")}</ColumnHead>
      <ColumnHead>{t("what")}</ColumnHead>
      <ColumnHead>{t("state")}</ColumnHead>
      <ColumnHead align="end">{t("amount")}</ColumnHead>
    </Head>
  );
}

/** What is to be charged, with what is left out and why; after it what is expected and not written yet. */
export function ComingCharges({ view, stopping }: { view: AutopayPage; stopping: string | null }) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const words = useChargeWords();
  const { next, expected, may, currencies } = view;
  const asked = next.find(({ id, status }) => id === stopping && status !== "started");
  if (next.length === 0 && expected.length === 0)
    return (
      <Section title={t("coming")}>
        <EmptyState title={t("none")}>
          {currencies.every(({ autopay }) => !autopay || autopay.status === "off") && t("noneOff")}
        </EmptyState>
      </Section>
    );
  return (
    <Section title={t("coming")}>
      {asked && <StopQuestion id={asked.id} day={asked.chargeOn} />}
      <Table caption={t("comingCaption")}>
        <ChargeHead />
        <Body>
          {next.map((charge) => {
            const { id, chargeOn, currency, held, status, lines, amountMinor } = charge;
            const isWhole = status === "held";
            const day = format.day(chargeOn, { weekday: true, year: false });
            const what = held.length > 0 && words.held(held, currency);
            return (
              <Row key={id}>
                <Cell
                  heading
                  phone="lead"
                  className="whitespace-nowrap"
                  sub={
                    may.stop &&
                    status !== "started" && (
                      <Link
                        href={`/autopay?${new URLSearchParams({ stop: id })}`}
                        aria-label={t("stopOf", { day })}
                      >
                        {t("stop")}
                      </Link>
                    )
                  }
                >
                  <DocumentLink href={`/charges/${id}`}>{day}</DocumentLink>
                </Cell>
                <Cell phone="line" sub={what && t(isWhole ? "heldAll" : "leftOut", { what })}>
                  {words.cause(charge)}
                  {lines.length > 0 && <>: {words.documents(lines)}</>}
                </Cell>
                <Cell phone="status">
                  <Status {...words.state(status)} />
                </Cell>
                <AmountCell minor={isWhole ? 0n : amountMinor} currency={currency} showCurrency strong />
              </Row>
            );
          })}
          {expected.slice(0, EXPECTED_SHOWN).map(({ chargeOn, currency, held, lines, amountMinor }) => {
            const what = held.length > 0 && words.held(held, currency);
            return (
              <Row key={`${currency} ${chargeOn}`}>
                <Cell heading phone="lead" className="whitespace-nowrap">
                  {format.day(chargeOn, { weekday: true, year: false })}
                </Cell>
                <Cell phone="line" sub={what && t(lines.length > 0 ? "leftOut" : "heldAll", { what })}>
                  {t("expected")}
                  {lines.length > 0 && <>: {words.documents(lines)}</>}
                </Cell>
                <Cell phone="status">
                  <Status state="open" label={t("states.expected")} />
                </Cell>
                <AmountCell minor={amountMinor} currency={currency} showCurrency />
              </Row>
            );
          })}
        </Body>
      </Table>
    </Section>
  );
}

/** Asked in its place on the page, so that it works before script; the safe answer comes first. */
export function StopQuestion({ id, day, back = "/autopay" }: { id: string; day: string; back?: string }) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const { search } = useLocation();
  return (
    <section className="mb-4 grid gap-3 rounded-2 border border-rule-2 p-4" aria-labelledby="stop-question">
      <h3 id="stop-question" className="text-lg">
        {t("stopTitle", { day: format.day(day, { weekday: true, year: false }) })}
      </h3>
      <p className="text-md">{t("stopBody")}</p>
      <Form method="post" action={withAccount("/autopay", search)} className="flex flex-wrap gap-2">
        <input type="hidden" name="chargeId" value={id} />
        <LinkButton href={back}>{t("stopNo")}</LinkButton>
        <Button variant="danger" name="intent" value="stop">
          {t("stopYes")}
        </Button>
      </Form>
    </section>
  );
}

/** What became of earlier charges. */
export function PastCharges({ view }: { view: AutopayPage }) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const words = useChargeWords();
  return (
    <Section title={t("past")}>
      <Table caption={t("pastCaption")}>
        <ChargeHead />
        <Body>
          {view.past.map((charge) => (
            <Row key={charge.id}>
              <Cell heading phone="lead" className="whitespace-nowrap">
                <DocumentLink href={`/charges/${charge.id}`}>{format.day(charge.chargeOn)}</DocumentLink>
              </Cell>
              <Cell phone="line" sub={charge.status === "failed" ? charge.failure : undefined}>
                {words.cause(charge)}
              </Cell>
              <Cell phone="status">
                <Status {...words.state(charge.status)} />
              </Cell>
              <AmountCell minor={charge.amountMinor} currency={charge.currency} showCurrency />
            </Row>
          ))}
        </Body>
      </Table>
    </Section>
  );
}
