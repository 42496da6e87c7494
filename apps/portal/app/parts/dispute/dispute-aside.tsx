import { Section } from "@openitem/ui/page";
import { type SumLine, SumList } from "@openitem/ui/sum-list";
import { Timeline, type TimelineEntry } from "@openitem/ui/timeline";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { Draft } from "./draft.ts";
import type { Sums } from "./sums.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";
import type { DisputeForm } from "./view.ts";

/** What happens once it is sent, and what is held and payable then. */
export function DisputeAside({ view, live }: { view: DisputeForm; live: { draft: Draft; sums: Sums } }) {
  const t = useTranslations("disputeForm");
  return (
    <>
      <Section title={t("next")}>
        <Next view={view} live={live} />
      </Section>
      <Section title={t("thisInvoice", { count: view.documents.length })} ruled>
        <div aria-live="polite">
          <Parts view={view} minor={live.sums.totalMinor} />
        </div>
      </Section>
    </>
  );
}

function Next({ view, live: { draft, sums } }: { view: DisputeForm; live: { draft: Draft; sums: Sums } }) {
  const t = useTranslations("disputeForm");
  const words = useDisputeWords();
  const format = useFormats();
  const { currency, reasons, largeFromMinor, contestDays } = view;
  const { totalMinor } = sums;
  const reason = reasons.find(({ code }) => code === draft.reason);
  const isLarge = totalMinor >= largeFromMinor;
  const entries: TimelineEntry[] = [
    {
      id: "held",
      mark: { state: "held" },
      title:
        totalMinor > 0n ? t("nextHeldOf", { amount: format.amount(totalMinor, currency) }) : t("nextHeld"),
      at: null,
    },
    {
      id: "answer",
      mark: { state: "waiting-for-us" },
      title: reason
        ? t("nextAnswer", {
            team: words.team(reason.team),
            day: format.day(isLarge ? reason.answerLargeOn : reason.answerOn, { weekday: true, year: false }),
          })
        : t("nextAnswerNone"),
      at: t("nextClock"),
    },
    { id: "credit", mark: { state: "credit" }, title: t("nextCredit"), at: null },
    { id: "contest", mark: { icon: "message" }, title: t("nextContest", { days: contestDays }), at: null },
  ];
  return <Timeline label={t("next")} entries={entries} />;
}

/** Open, less what is in flight and disputed, is what can be paid. */
function Parts({ view: { documents, currency }, minor }: { view: DisputeForm; minor: bigint }) {
  const t = useTranslations("disputeForm");
  const total = (of: (document: DisputeForm["documents"][number]) => bigint) =>
    documents.reduce((sum, document) => sum + of(document), 0n);
  const readyMinor = total((each) => each.readyMinor) - minor;
  const lines: SumLine[] = [
    { id: "open", label: t("open"), minor: total((each) => each.openMinor) },
    { id: "flight", label: t("flight"), minor: -total((each) => each.inFlightMinor) },
    { id: "before", label: t("disputedBefore"), minor: -total((each) => each.disputedMinor) },
    { id: "disputed", label: t("youDispute"), minor: -minor, tone: "disputed" as const },
  ].filter((line) => line.minor !== 0n || line.id === "disputed");
  return (
    <SumList
      lines={lines}
      currency={currency}
      total={{ label: t("ready"), minor: readyMinor > 0n ? readyMinor : 0n }}
    />
  );
}
