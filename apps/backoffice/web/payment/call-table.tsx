import { PaneSection } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { AmountCell, Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Detail } from "./payment-page.tsx";

type Call = Detail["calls"][number];

const MARKS = { pending: "in-flight", succeeded: "kept", refused: "failed", unknown: "unapplied" } as const;
/** Dots mean nesting in a catalogue. */
const wordOf = (kind: Call["kind"]) => kind.replace(".", " ") as "refund create";

/** What we asked of Stripe, written down before it was asked. */
export function CallTable({ detail: { payment, calls } }: { detail: Detail }) {
  const t = useTranslations("payment");
  const format = useFormats();
  return (
    <PaneSection title={t("calls")}>
      <div className="-mx-4 overflow-x-auto">
        <Table caption={t("callsCaption")} edge>
          <Head>
            <ColumnHead>{t("call")}</ColumnHead>
            <ColumnHead>{t("madeAt")}</ColumnHead>
            <ColumnHead align="end">{t("amount", { currency: payment.currency })}</ColumnHead>
            <ColumnHead>{t("result")}</ColumnHead>
            <ColumnHead>{t("state")}</ColumnHead>
          </Head>
          <Body>
            {calls.map((call) => (
              <Row key={call.id}>
                <Cell heading phone="lead">
                  {t(`callKinds.${wordOf(call.kind)}`)}
                </Cell>
                <Cell quiet phone="aside">
                  {format.moment(call.createdAt)}
                </Cell>
                <AmountCell minor={call.amountMinor} currency={payment.currency} />
                <Cell quiet phone="line" className="split-word">
                  {call.error ?? call.resultRef}
                </Cell>
                <Cell phone="status">
                  <Status state={MARKS[call.status]} label={t(`callStates.${call.status}`)} />
                </Cell>
              </Row>
            ))}
          </Body>
        </Table>
      </div>
    </PaneSection>
  );
}
