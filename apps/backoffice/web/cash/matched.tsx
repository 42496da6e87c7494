import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { Link } from "@openitem/ui/link";
import { StatusMark } from "@openitem/ui/status";
import { Body, Cell, ColumnHead, Head, Row, Table } from "@openitem/ui/table";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useMay } from "../session.ts";
import { ReasonDialog } from "./reason-dialog.tsx";
import { refreshCash } from "./refresh.ts";
import { Bar } from "./rivals.tsx";
import { useSignalWords } from "./signal-words.ts";
import { type Detail, isWaiting } from "./use-match.ts";

type Decision = Answers["cash"]["decisions"]["rows"][number];
const MADE = ["applied", "confirmed"];

/** What a line pays now and how that came about, each part of it to be undone by itself. */
export function Matched({ detail, onUndo }: { detail: Detail; onUndo: () => void }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const words = useSignalWords();
  const mayUndo = useMay("credit.apply");
  const { line, receipt, applications, outcomes, bars } = detail;
  const { currency } = line;
  if (!receipt && outcomes.every(({ kind }) => kind !== "undone")) return null;
  const made = outcomes.find(({ kind }) => MADE.includes(kind));
  return (
    <>
      {receipt && (
        <section className="cash-part" aria-label={t("applications")}>
          <div className="cash-head-line">
            <h2>{t("applications")}</h2>
            {mayUndo && (
              <Button variant="text" keyCap="u" onClick={onUndo}>
                {applications.length > 0 ? t("undoSome") : t("undoReceipt")}
              </Button>
            )}
          </div>
          {applications.length === 0 ? (
            <p className="text-ink-2">{t("appliedNothing")}</p>
          ) : (
            <Table caption={t("applications")}>
              <Head>
                <ColumnHead>{t("document")}</ColumnHead>
                <ColumnHead>{t("appliedOn")}</ColumnHead>
                <ColumnHead align="end">{t("amountIn", { currency })}</ColumnHead>
              </Head>
              <Body>
                {applications.map((application) => (
                  <Row key={application.id}>
                    <Cell heading phone="lead">
                      <Link href={`/items/${application.debitId}`}>{application.number}</Link>
                    </Cell>
                    <Cell quiet phone="aside">
                      {format.day(application.appliedOn)}
                    </Cell>
                    <Cell align="end" phone="amount">
                      <Amount minor={application.amountMinor} currency={currency} />
                    </Cell>
                  </Row>
                ))}
              </Body>
            </Table>
          )}
        </section>
      )}
      {made?.kind === "applied" && made.proposals[0] && (
        <section className="cash-part" aria-label={t("whyApplied")}>
          <div className="cash-head-line">
            <h2>{t("whyApplied")}</h2>
            <span className="text-ink-3">
              {t("ruleIs", { rule: t(`rules.${made.rule as "amount"}`) })}, {format.moment(made.at)}
            </span>
          </div>
          <ul className="cash-signals">
            {made.proposals[0].signals.map((signal) => (
              <li key={`${signal.code} ${JSON.stringify(signal.facts)}`} className="is-for">
                <StatusMark state="kept" /> <span>{words(signal)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {/* While something waits, bars stand with the rivals. */}
      {bars.length > 0 && !isWaiting(detail) && (
        <section className="cash-part" aria-label={t("barsTitle")}>
          <h2>{t("barsTitle")}</h2>
          <ul className="cash-rivals">
            {bars.map((bar) => (
              <Bar key={bar.id} bar={bar} />
            ))}
          </ul>
        </section>
      )}
      {receipt && <Decided detail={detail} customerId={receipt.customerId} />}
      <section className="cash-part" aria-label={t("history")}>
        <h2>{t("history")}</h2>
        <ol className="cash-history">
          {outcomes.map((outcome) => (
            <li key={outcome.id}>
              <span>
                {t(`outcomes.${outcome.kind}`, { name: outcome.decidedByName })}
                {outcome.kind === "undone" && outcome.waits[0] && ` ${words(outcome.waits[0])}`}
              </span>
              <span className="text-ink-3">{format.moment(outcome.at)}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

/** What was decided about rests of what the line pays, and about the money itself. */
function Decided({ detail, customerId }: { detail: Detail; customerId: string }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const mayUndo = useMay("cash.match");
  const [undoing, setUndoing] = useState<Decision | null>(null);
  // Also of documents that the line does not pay any more: what was decided of them stands until it is taken back.
  const about = new Set([
    detail.receipt?.id,
    ...detail.applications.map(({ debitId }) => debitId),
    ...detail.bars.map(({ debitId }) => debitId),
    ...detail.outcomes
      .filter(({ kind }) => MADE.includes(kind))
      .flatMap(({ proposals }) => proposals[0]?.applications.map(({ itemId }) => itemId) ?? []),
  ]);
  const rows = useQuery(api.cash.decisions.queryOptions({ customerId, limit: 100 })).data?.rows.filter(
    ({ itemId }) => about.has(itemId),
  );
  const undo = useMutation(
    api.cash.undoDecision.mutationOptions({ onSuccess: () => setUndoing(null), onSettled: refreshCash }),
  );
  if (!rows || rows.length === 0) return null;
  return (
    <section className="cash-part" aria-label={t("decided")}>
      <h2>{t("decided")}</h2>
      <ul className="cash-rivals">
        {rows.map((row) => (
          <li key={row.id}>
            <StatusMark state={MARKS[row.status]} />
            <p>
              <b>
                {t(`kinds.${row.kind}`)} {format.amount(row.amountMinor, row.currency)} {row.currency},{" "}
                {row.itemNumber}
              </b>{" "}
              <span className="text-ink-2">
                {row.reason} · {t(`decisionStates.${row.status}`)} ·{" "}
                {t("decidedBy", { name: row.decidedByName, at: format.moment(row.decidedAt) })}
              </span>
            </p>
            {row.status === "awaiting_approval" && row.approvalId ? (
              <Link href="/unapplied?tab=decisions">{t("toApproval")}</Link>
            ) : (
              mayUndo &&
              row.status === "applied" &&
              row.resultIds.length > 0 && (
                <Button
                  variant="text"
                  aria-label={t("takeBackOf", { number: row.itemNumber })}
                  onClick={() => setUndoing(row)}
                >
                  {t("takeBack")}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {undoing && (
        <ReasonDialog
          title={t("takeBackTitle", { kind: t(`kinds.${undoing.kind}`), number: undoing.itemNumber })}
          text={t("takeBackText")}
          label={t("whyUndo")}
          action={t("takeBack")}
          isPending={undo.isPending}
          error={undo.error}
          onSend={(reason, key) => undo.mutate({ key, decisionId: undoing.id, reason })}
          onClose={() => setUndoing(null)}
        />
      )}
    </section>
  );
}

const MARKS = {
  applied: "paid",
  awaiting_approval: "held",
  refused: "rejected",
  withdrawn: "cancelled",
  undone: "returned",
} as const satisfies Record<Decision["status"], string>;
