import { readCharge } from "@openitem/domain/autopay/read-charge";
import { may } from "@openitem/domain/policies/permissions";
import { Amount, Figure, SumRow } from "@openitem/ui/amount";
import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { PageHeader, Section, TwoColumns } from "@openitem/ui/page";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Foot, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { StopQuestion } from "../parts/autopay/charge-table.tsx";
import { useChargeWords } from "../parts/autopay/charge-words.tsx";
import { useMethodName } from "../parts/autopay/method-words.tsx";
import type { Route } from "./+types/autopay-charge";

export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => {
  const { ctx } = context.get(viewerContext);
  const { charge, customer, method, payment, lines, can } = await readCharge(ctx, params.chargeId);
  return {
    charge,
    customerName: customer.name,
    method,
    payment: payment && { id: payment.id, number: payment.number },
    lines,
    can: { ...can, pay: may(ctx.actor, "payment.start", charge.customerId) },
    isStopping: url.searchParams.has("stop"),
  };
});

type Props = Route.ComponentProps["loaderData"];

export default function ChargePage({ loaderData }: Route.ComponentProps) {
  const { charge, customerName, method, lines, can, isStopping } = loaderData;
  const t = useTranslations("autopay");
  const format = useFormats();
  const words = useChargeWords();
  const methodName = useMethodName();
  const title = t("chargeTitle", { day: format.day(charge.chargeOn, { weekday: true }) });
  const isAsked = can.stop && isStopping;
  const canPay = can.pay && lines.length > 0 && !["started", "settled"].includes(charge.status);
  const pay = new URLSearchParams([
    ...lines.map(({ itemId }) => ["item", itemId]),
    ["currency", charge.currency],
  ]);
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={{ href: "/autopay", label: t("chargeBack") }}
        title={title}
        note={t("chargeFrom", { method: methodName(method), name: customerName })}
        actions={
          <>
            {can.stop && !isAsked && (
              <LinkButton href={`/charges/${charge.id}?stop=1`}>{t("stop")}</LinkButton>
            )}
            {canPay && (
              <LinkButton variant={charge.status === "failed" ? "primary" : "outlined"} href={`/pay?${pay}`}>
                {t("payByHand")}
              </LinkButton>
            )}
          </>
        }
      >
        <Figure minor={charge.amountMinor} currency={charge.currency} />
        <p className="mt-2">
          <Status {...words.state(charge.status)} />
        </p>
      </PageHeader>
      <div className="mt-4 grid gap-3">
        <ChargeBanner charge={charge} />
        {isAsked && <StopQuestion id={charge.id} day={charge.chargeOn} back={`/charges/${charge.id}`} />}
      </div>
      <TwoColumns sideLabel={t("facts")} side={<ChargeFacts {...loaderData} />}>
        {lines.length > 0 && <ChargeLines {...loaderData} />}
        {charge.held.length > 0 && <LeftOut {...loaderData} />}
      </TwoColumns>
    </>
  );
}

const STOPPED = ["by_customer", "by_biller", "autopay_off", "promise_over", "nothing_left"] as const;

function ChargeBanner({ charge: { status, failure, chargeOn, retryOn } }: Pick<Props, "charge">) {
  const t = useTranslations("autopay.banner");
  const format = useFormats();
  const day = (on: string) => format.day(on, { weekday: true, year: false });
  switch (status) {
    case "planned":
      return <Banner tone="quiet" state="open" title={t("planned")} />;
    case "announced":
      return retryOn ? (
        <Banner
          tone="overdue"
          state="failed"
          title={t("retry", { reason: failure ?? "", day: day(retryOn) })}
        />
      ) : (
        <Banner tone="promised" state="promised" title={t("announced", { day: day(chargeOn) })} />
      );
    case "held":
      return (
        <Banner tone="due" state="held" title={t("held")}>
          {t("heldBody")}
        </Banner>
      );
    case "started":
      return <Banner tone="flight" state="in-flight" title={t("started")} />;
    case "settled":
      return <Banner tone="paid" state="settled" title={t("settled")} />;
    case "failed":
      return (
        <Banner tone="overdue" state="failed" title={t("failed", { reason: failure ?? "" })}>
          {t("failedBody")}
        </Banner>
      );
    case "stopped": {
      const why = STOPPED.find((each) => each === failure) ?? "by_customer";
      return <Banner tone="quiet" state="cancelled" title={t(why)} />;
    }
  }
}

function ChargeLines({ charge, lines }: Props) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const { currency } = charge;
  return (
    <Section title={t("chargeLines")}>
      <Table caption={t("chargeCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead align="end">{t("inCharge", { currency })}</ColumnHead>
        </Head>
        <Body>
          {lines.map(({ itemId, number, dueOn, amountMinor }) => (
            <Row key={itemId}>
              <Cell heading phone="lead" sub={dueOn && t("due", { day: format.day(dueOn) })}>
                <DocumentLink href={`/invoices/${itemId}`}>{number}</DocumentLink>
              </Cell>
              <AmountCell minor={amountMinor} currency={currency} />
            </Row>
          ))}
        </Body>
        <Foot>
          <SumRow label={t("total")}>
            <Cell align="end" phone="amount">
              <Amount minor={lines.reduce((sum, line) => sum + line.amountMinor, 0n)} currency={currency} />
            </Cell>
          </SumRow>
        </Foot>
      </Table>
    </Section>
  );
}

function LeftOut({ charge: { held, currency } }: Props) {
  const t = useTranslations("autopay");
  const words = useChargeWords();
  return (
    <Section title={t("leftOutTitle")}>
      <Table caption={t("leftOutCaption", { currency })}>
        <Head>
          <ColumnHead>{t("document")}</ColumnHead>
          <ColumnHead>{t("why")}</ColumnHead>
          <ColumnHead align="end">{t("amount")}</ColumnHead>
        </Head>
        <Body>
          {held.map((line) => (
            <Row key={`${line.itemId} ${line.reason}`}>
              <Cell heading phone="lead">
                <DocumentLink href={`/invoices/${line.itemId}`}>{line.number}</DocumentLink>
              </Cell>
              <Cell phone="status">{words.reason(line)}</Cell>
              <AmountCell minor={line.amountMinor} currency={currency} showCurrency />
            </Row>
          ))}
        </Body>
      </Table>
    </Section>
  );
}

function ChargeFacts({ charge, payment }: Props) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const words = useChargeWords();
  const facts: Definition[] = [
    {
      term: t("cause"),
      value:
        charge.causeKind === "promise" ? (
          <Link href={`/promises/${charge.causeId}`}>{words.cause(charge)}</Link>
        ) : (
          words.cause(charge)
        ),
    },
    { term: t("asked"), value: charge.requestedByName },
    ...(charge.announcedAt ? [{ term: t("announced"), value: format.moment(charge.announcedAt) }] : []),
    ...(charge.attempts > 0 ? [{ term: t("tries"), value: format.count(charge.attempts) }] : []),
    ...(charge.retryOn ? [{ term: t("again"), value: format.day(charge.retryOn, { weekday: true }) }] : []),
    {
      term: t("payment"),
      value: payment ? <Link href={`/payments/${payment.id}`}>{payment.number}</Link> : t("noPayment"),
    },
  ];
  return (
    <Section title={t("facts")}>
      <DefinitionList items={facts} />
    </Section>
  );
}
