import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, DocumentLink, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Detail } from "./payment-page.tsx";

type Share = Detail["shares"][number];
const MARKS = { reserved: "in-flight", applied: "paid", released: "cancelled" } as const;

/** What the payer chose: documents to settle, and credits (with a minus) to use for them. */
export function ShareTable({ detail: { payment, shares } }: { detail: Detail }) {
  const t = useTranslations("payment");
  if (shares.length === 0) return null;
  const { currency } = payment;
  return (
    <PaneSection title={t("plan")}>
      <div className="-mx-4 overflow-x-auto">
        <Table caption={t("planCaption")} edge>
          <Head>
            <ColumnHead>{t("document")}</ColumnHead>
            <ColumnHead>{t("due")}</ColumnHead>
            <ColumnHead align="end">{t("documentAmount")}</ColumnHead>
            <ColumnHead align="end">{t("toPay")}</ColumnHead>
            <ColumnHead align="end">{t("leftOpen")}</ColumnHead>
            <ColumnHead>{t("state")}</ColumnHead>
          </Head>
          <Body>
            {shares.map((share) => (
              <ShareRow key={share.itemId} share={share} currency={currency} />
            ))}
          </Body>
        </Table>
      </div>
    </PaneSection>
  );
}

function ShareRow({ share, currency }: { share: Share; currency: string }) {
  const t = useTranslations("payment");
  const format = useFormats();
  const reason = `shortReasons.${share.shortReason as "other"}` as const;
  const short = share.shortReason && t("short", { reason: t.has(reason) ? t(reason) : share.shortReason });
  const sign = share.side === "credit" ? -1n : 1n;
  return (
    <Row>
      <Cell heading phone="lead" sub={[short, share.shortNote].filter(Boolean).join(". ") || null}>
        <DocumentLink href={`/items/${share.itemId}`}>{share.number}</DocumentLink>
      </Cell>
      <Cell quiet phone="aside">
        {share.dueOn && format.day(share.dueOn)}
      </Cell>
      <AmountCell minor={sign * share.documentMinor} currency={currency} tone="quiet" phone="hidden" />
      <AmountCell
        minor={sign * share.amountMinor}
        currency={currency}
        strong
        tone={sign < 0n ? "credit" : "plain"}
      />
      <AmountCell minor={sign * share.openMinor} currency={currency} phone="line" label={t("leftOpen")} />
      <Cell phone="status">
        <Status state={MARKS[share.state]} label={t(`shareStates.${share.state}`)} />
      </Cell>
    </Row>
  );
}
