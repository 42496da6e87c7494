import { SelectField } from "@openitem/ui/field";
import { FilterChips } from "@openitem/ui/filter-chips";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { Body, ColumnHead, Head, LoadingRows, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { address } from "../shell/address.ts";
import { Failed } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { CheckTable } from "./check-table.tsx";
import { CloseSide } from "./close-side.tsx";
import { type CloseView, useMonthName } from "./close-words.ts";
import { PeriodActions } from "./period-actions.tsx";
import "./close.css";

const LOOK_MS = 60_000;
const ALONE = { context: { alone: true } };
const route = getRouteApi("/close");

/** A month of a legal entity: what closing it waits for, what people did about it, and the figures it closes with. */
export function ClosePage() {
  const t = useTranslations("close");
  const monthName = useMonthName();
  const asked = route.useSearch();
  const close = useQuery(
    api.close.read.queryOptions(
      { entity: asked.entity || null, month: asked.month || null },
      { placeholderData: keepPreviousData, refetchInterval: LOOK_MS, trpc: ALONE },
    ),
  );
  const view = close.data;
  const title = view ? t("closeMonth", { month: monthName(view.period.month) }) : t("title");
  useTitle(title);
  return (
    <>
      <OfficeHeader
        title={title}
        note={view && <Named view={view} />}
        actions={view && <Choose view={view} />}
      />
      {close.isError && (
        <PaneSection>
          <Failed error={close.error} onRetry={() => close.refetch()} />
        </PaneSection>
      )}
      {view && <Month key={`${view.entity.id} ${view.period.month}`} view={view} />}
      {close.isPending && (
        <Panes>
          <Table caption={t("caption")} edge busy>
            <Head>
              {(["check", "items", "amount", "state", "evidence", "owner"] as const).map((head) => (
                <ColumnHead key={head}>{t(head)}</ColumnHead>
              ))}
            </Head>
            <Body>
              <LoadingRows columns={6} rows={10} />
            </Body>
          </Table>
        </Panes>
      )}
    </>
  );
}

function Named({ view: { entity, period, events } }: { view: CloseView }) {
  const t = useTranslations("close");
  const format = useFormats();
  const begun = events.find(({ kind }) => kind === "closing");
  const closed = events.find(({ kind }) => kind === "closed");
  const day = (at: Date) => format.moment(at, { year: false });
  return (
    <span className="close-named">
      <span>
        {t("ofEntity", {
          entity: entity.name,
          from: format.day(period.fromOn, { year: false }),
          to: format.day(period.toOn, { year: false }),
        })}
      </span>
      {period.status === "open" && <Status state="open" label={t("statuses.open")} />}
      {period.status === "closing" && (
        <Status
          state="waiting-for-you"
          label={begun ? t("closingSince", { at: day(begun.at) }) : t("statuses.closing")}
        />
      )}
      {period.status === "closed" && (
        <Status state="kept" label={closed ? t("closedOn", { at: day(closed.at) }) : t("statuses.closed")} />
      )}
    </span>
  );
}

function Choose({ view: { entities, entity, months, period } }: { view: CloseView }) {
  const t = useTranslations("close");
  const monthName = useMonthName();
  const router = useRouter();
  return (
    <div className="close-choose">
      {entities.length > 1 && (
        <FilterChips
          label={t("entities")}
          filters={entities.map(({ code, name }) => ({
            href: address("/close", { entity: code, month: period.month }),
            label: name,
            current: code === entity.code,
          }))}
        />
      )}
      <SelectField
        name="close-month"
        label={t("month")}
        labelHidden
        value={period.month}
        options={months.map(({ month, status }) => ({
          value: month,
          label: t("monthOption", { month: monthName(month), status: t(`statuses.${status}`) }),
        }))}
        onChange={(event) =>
          router.history.push(address("/close", { entity: entity.code, month: event.target.value }))
        }
      />
    </div>
  );
}

function Month({ view }: { view: CloseView }) {
  const t = useTranslations("close");
  return (
    <Panes sideLabel={t("figures")} side={<CloseSide view={view} />}>
      <Standing view={view} />
      <CheckTable view={view} />
      <LateMoney view={view} />
      <PeriodActions view={view} />
    </Panes>
  );
}

const PARTS = ["done", "to_sign", "needs_note", "blocks"] as const;

/** How far it is: in words, and as one strip. */
function Standing({ view: { checks } }: { view: CloseView }) {
  const t = useTranslations("close");
  const of = (state: (typeof PARTS)[number]) => checks.filter((check) => check.state === state).length;
  let from = 0;
  const pieces = PARTS.map((state) => {
    const width = (of(state) / checks.length) * 100;
    from += width;
    return { state, from: from - width, width };
  }).filter(({ width }) => width > 0);
  return (
    <div className="close-standing">
      <b>{t("doneOf", { done: of("done"), all: checks.length })}</b>
      <svg width="100%" height={8} aria-hidden="true">
        {pieces.map((piece) => (
          <rect
            key={piece.state}
            className={`is-${piece.state}`}
            x={`${piece.from.toFixed(2)}%`}
            width={`${piece.width.toFixed(2)}%`}
            height={8}
          />
        ))}
      </svg>
      {of("blocks") > 0 && <b className="text-overdue">{t("blockCount", { count: of("blocks") })}</b>}
      {of("needs_note") > 0 && (
        <span className="text-due">{t("noteCount", { count: of("needs_note") })}</span>
      )}
      {of("to_sign") > 0 && <span className="text-ink-2">{t("signCount", { count: of("to_sign") })}</span>}
    </div>
  );
}

/** Cash is never refused because its month is closed. */
function LateMoney({ view: { period, lateCash } }: { view: CloseView }) {
  const t = useTranslations("close");
  const format = useFormats();
  const monthName = useMonthName();
  const received = lateCash.map(({ items, minor, currency }) =>
    t("lateOf", { count: items, amount: `${format.amount(minor, currency)} ${currency}` }),
  );
  return (
    <PaneSection title={t("late")}>
      <p className="close-prose text-ink-2">
        {t("lateText", { month: monthName(period.month) })}{" "}
        {received.length > 0 ? t("lateSoFar", { received: received.join("; ") }) : t("lateNone")}
      </p>
    </PaneSection>
  );
}
