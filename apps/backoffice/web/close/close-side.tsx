import { Amount } from "@openitem/ui/amount";
import { SelectField } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { SumList } from "@openitem/ui/sum-list";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { Timeline, type TimelineEntry } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { address } from "../shell/address.ts";
import type { CloseView } from "./close-words.ts";

/** The figures of the month, whether they tie to the journal, and what people put their names to. */
export function CloseSide({ view }: { view: CloseView }) {
  const t = useTranslations("close");
  const [first] = view.rollForward;
  const [currency, setCurrency] = useState(first?.currency ?? "");
  return (
    <div className="close-side">
      {view.rollForward.length > 1 && (
        <PaneSection>
          <SelectField
            name="close-currency"
            label={t("currency")}
            value={currency}
            options={view.rollForward.map((each) => ({ value: each.currency, label: each.currency }))}
            onChange={(event) => setCurrency(event.target.value)}
          />
        </PaneSection>
      )}
      <RollForward view={view} currency={currency} />
      <Ties view={view} />
      <Ageing view={view} currency={currency} />
      <Signed view={view} />
    </div>
  );
}

function RollForward({
  view: { rollForward, period, entity },
  currency,
}: {
  view: CloseView;
  currency: string;
}) {
  const t = useTranslations("close");
  const format = useFormats();
  const query = { entity: entity.code, month: period.month };
  const shown = rollForward.find((each) => each.currency === currency);
  return (
    <PaneSection
      title={shown ? t("rollForwardIn", { currency }) : t("rollForward")}
      action={
        <span className="close-downloads">
          {(["csv", "xlsx"] as const).map((ending) => (
            // Downloads: the router has no page of them.
            <a key={ending} href={address(`/files/close.${ending}`, query)} download>
              {ending.toUpperCase()}
            </a>
          ))}
        </span>
      }
    >
      {shown ? (
        <SumList
          currency={currency}
          lines={[
            {
              id: "opening",
              label: t("opening", { day: format.day(period.fromOn, { year: false }) }),
              minor: shown.openingMinor,
            },
            ...MOVEMENTS.filter((kind) => ALWAYS.has(kind) || shown.movements[kind] !== 0n).map((kind) => ({
              id: kind,
              label: <span className="text-ink-2">{t(`movements.${kind}`)}</span>,
              minor: shown.movements[kind],
            })),
          ]}
          total={{
            label: t("closing", { day: format.day(period.toOn, { year: false }) }),
            minor: shown.closingMinor,
          }}
        />
      ) : (
        <p className="text-ink-2">{t("nothingBooked")}</p>
      )}
    </PaneSection>
  );
}

type Movement = keyof CloseView["rollForward"][number]["movements"];
const MOVEMENTS = [
  "invoices",
  "debit_memos",
  "credit_memos",
  "cash_applied",
  "refunds",
  "returns",
  "write_offs",
  "residuals",
  "exchange",
  "transfers",
  "other",
] as const satisfies Movement[];
/** Lines that every roll-forward has, moved or not. */
const ALWAYS: ReadonlySet<Movement> = new Set([
  "invoices",
  "debit_memos",
  "credit_memos",
  "cash_applied",
  "returns",
  "write_offs",
]);

function Ties({ view: { ties, period, transfers, at } }: { view: CloseView }) {
  const t = useTranslations("close");
  const format = useFormats();
  return (
    <PaneSection title={t("tiesAt", { day: format.day(period.toOn, { year: false }) })}>
      {ties.length > 0 && (
        <Table caption={t("tiesCaption")} phone="same" dense>
          <Head>
            <ColumnHead>{t("account")}</ColumnHead>
            <ColumnHead align="end">{t("subledger")}</ColumnHead>
            <ColumnHead align="end">{t("control")}</ColumnHead>
            <ColumnHead align="end">{t("difference")}</ColumnHead>
          </Head>
          <Body>
            {ties.map(({ currency, account, subledgerMinor, controlMinor }) => {
              const minor = subledgerMinor - controlMinor;
              return (
                <Row key={`${currency} ${account}`}>
                  <Cell heading sub={t(`accounts.${account}`)}>
                    {currency}
                  </Cell>
                  <Cell align="end">
                    <Amount minor={subledgerMinor} currency={currency} />
                  </Cell>
                  <Cell align="end">
                    <Amount minor={controlMinor} currency={currency} />
                  </Cell>
                  <Cell align="end">
                    <Amount minor={minor} currency={currency} tone={minor === 0n ? "paid" : "overdue"} />
                  </Cell>
                </Row>
              );
            })}
          </Body>
        </Table>
      )}
      <p className="oi-hint mt-2">
        {t("recomputed", { count: format.count(transfers), at: format.moment(at, { year: false }) })}
      </p>
    </PaneSection>
  );
}

function Ageing({ view: { ageing, period }, currency }: { view: CloseView; currency: string }) {
  const t = useTranslations("close");
  const format = useFormats();
  const shown = ageing.find((each) => each.currency === currency);
  if (!shown) return null;
  return (
    <PaneSection title={t("ageingAt", { currency, day: format.day(period.toOn, { year: false }) })}>
      <SumList
        currency={currency}
        lines={[
          ...BUCKETS.map((bucket) => ({
            id: bucket,
            label: <span className="text-ink-2">{t(`buckets.${bucket}`)}</span>,
            minor: shown.debits[bucket],
          })),
          {
            id: "credits",
            label: <span className="text-ink-2">{t("creditMemosOpen")}</span>,
            minor: shown.creditMemosMinor,
          },
        ]}
        total={{ label: t("receivables"), minor: shown.totalMinor }}
      />
    </PaneSection>
  );
}

const BUCKETS = ["current", "1-30", "31-60", "61-90", "90+"] as const;

/** Signatures that hold, and what happened to the month; the newest first. */
function Signed({ view: { checks, events } }: { view: CloseView }) {
  const t = useTranslations("close");
  const format = useFormats();
  const entries: (TimelineEntry & { time: number })[] = [
    ...checks.flatMap(({ check, signed }) =>
      signed
        ? [
            {
              id: check,
              mark: { state: signed.holds ? ("kept" as const) : ("cancelled" as const) },
              title: signed.holds ? t(`short.${check}`) : t("noLonger", { check: t(`short.${check}`) }),
              at: format.moment(signed.at, { year: false }),
              dateTime: signed.at.toISOString(),
              by: signed.by,
              time: signed.at.getTime(),
            },
          ]
        : [],
    ),
    ...events.map(({ id, kind, reason, byName, at }) => ({
      id,
      mark: { state: EVENT_MARKS[kind] },
      title: t(`events.${kind}`),
      ...(reason && { detail: reason }),
      at: format.moment(at, { year: false }),
      dateTime: at.toISOString(),
      by: byName,
      time: at.getTime(),
    })),
  ].sort((one, other) => other.time - one.time);
  return (
    <PaneSection title={t("signed")}>
      {entries.length === 0 ? (
        <p className="text-ink-2">{t("nothingSigned")}</p>
      ) : (
        <Timeline label={t("signed")} entries={entries} />
      )}
    </PaneSection>
  );
}

const EVENT_MARKS = {
  closing: "open",
  back_to_open: "cancelled",
  closed: "settled",
  reopened: "returned",
} as const;
