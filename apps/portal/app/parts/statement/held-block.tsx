import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status, type StatusState } from "@openitem/ui/status";
import { AmountCell, Body, Cell, Row, Table } from "@openitem/ui/table";
import { useTranslations } from "use-intl";
import { rowsHref } from "../rows-href.ts";
import type { HeldToday } from "./held-today.server.ts";

/** What of the balance is on its way, disputed or promised today; it is part of the balance all the same. */
export function HeldBlock({ held }: { held: HeldToday }) {
  const t = useTranslations("claims");
  const { currency } = held;
  const rows: { state: StatusState; label: string; filter: string; minor: bigint; count: number }[] = [
    {
      state: "in-flight" as const,
      label: t("statementFlight"),
      filter: "in_flight",
      minor: held.inFlightMinor,
      count: held.inFlightCount,
    },
    {
      state: "disputed" as const,
      label: t("statementDisputed"),
      filter: "disputed",
      minor: held.disputedMinor,
      count: held.disputedCount,
    },
    {
      state: "promised" as const,
      label: t("statementPromised"),
      filter: "promised",
      minor: held.promisedMinor,
      count: held.promisedCount,
    },
  ].filter(({ minor }) => minor > 0n);
  if (rows.length === 0) return null;
  return (
    <Section title={t("statementTitle")}>
      <p className="oi-hint mb-2">{t("statementNote")}</p>
      <Table caption={t("statementCaption", { currency })} phone="same" dense>
        <Body>
          {rows.map(({ state, label, filter, minor, count }) => (
            <Row key={state}>
              <Cell heading sub={t("statementCount", { count })}>
                <Link href={rowsHref(currency, { state: filter })} className="no-underline">
                  <Status state={state} label={label} />
                </Link>
              </Cell>
              <AmountCell minor={minor} currency={currency} />
            </Row>
          ))}
        </Body>
      </Table>
    </Section>
  );
}
