import { Banner } from "@openitem/ui/banner";
import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { ActivityTimeline } from "../activity/activity-timeline.tsx";
import { type Answers, api } from "../api.ts";
import { EffectTable } from "../dispute/decision-effect.tsx";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useRecordKeys } from "../lists/record-keys.ts";
import { FailedPage } from "../shell/failure.tsx";
import { useTitle } from "../shell/title.ts";
import { ApprovalDecision } from "./approval-decision.tsx";

const route = getRouteApi("/approvals/$approvalId");
const LOOK_MS = 20_000;
export type Request = Answers["approvals"]["read"];

/** A request with what the approver goes by, and the way to grant or refuse it. */
export function ApprovalPage() {
  const { approvalId } = route.useParams();
  const t = useTranslations("approvals");
  const words = useTranslations("dispute");
  const format = useFormats();
  useRecordKeys();
  const { data, error, refetch } = useQuery(
    api.approvals.read.queryOptions({ approvalId }, { refetchInterval: LOOK_MS }),
  );
  useTitle(data ? `${t("title")} ${data.dispute.number}` : t("loading"));
  if (error && !data) return <FailedPage error={error} onRetry={() => refetch()} />;
  if (!data) return null;
  const { approval, decision, dispute, customer, preview } = data;
  const { currency } = approval;
  return (
    <>
      <OfficeHeader
        title={t("request", {
          outcome: words(`outcomes.${decision.outcome}`),
          amount: `${format.amount(approval.amountMinor, currency)} ${currency}`,
        })}
        note={
          <>
            <Link href={`/disputes/${dispute.id}`}>{dispute.number}</Link>
            {" · "}
            <Link href={`/customers/${customer.id}`}>{customer.name}</Link>
          </>
        }
      />
      <Panes
        key={approvalId}
        sideLabel={t("decide")}
        side={
          <>
            <ApprovalDecision request={data} />
            <PaneSection title={words("timeline")}>
              <ActivityTimeline
                of={{ subject: { kind: "dispute", id: dispute.id } }}
                label={words("timeline")}
                key={approval.status}
                shown={10}
              />
            </PaneSection>
          </>
        }
      >
        <RequestFacts request={data} />
        {preview && (
          <PaneSection title={t("effect")}>
            {preview.problem ? (
              <Banner tone="due" state="held" title={t("problem")}>
                {t("problemText", { sentence: preview.problem.sentence })}
              </Banner>
            ) : (
              <div className="max-w-xl">
                <EffectTable plan={preview.plan} currency={currency} />
              </div>
            )}
          </PaneSection>
        )}
      </Panes>
    </>
  );
}

function RequestFacts({ request: { approval, decision, dispute, limitMinor } }: { request: Request }) {
  const t = useTranslations("approvals");
  const disputes = useTranslations("disputes");
  const reasonName = useReasonName();
  const format = useFormats();
  const { currency, facts } = approval;
  const written = (minor: bigint) => `${format.amount(minor, currency)} ${currency}`;
  const text = (term: string, value: string | null): Definition[] => (value ? [{ term, value }] : []);
  return (
    <PaneSection title={t("facts")}>
      <DefinitionList
        items={[
          { term: t("askedBy"), value: approval.requestedByName },
          { term: t("askedAt"), value: format.moment(approval.requestedAt) },
          ...text(t("note"), approval.note),
          ...text(t("limit"), facts.limitMinor ? written(BigInt(facts.limitMinor)) : null),
          { term: t("yourLimit"), value: written(limitMinor) },
          {
            term: t("dispute"),
            value: (
              <>
                <Link href={`/disputes/${dispute.id}`}>{dispute.number}</Link> {reasonName(dispute.reason)},{" "}
                {written(dispute.amountMinor)}
                <span className="oi-unit block">
                  {disputes("raised")} {format.moment(dispute.raisedAt)}, {dispute.raisedByName}
                </span>
              </>
            ),
          },
          ...text(t("reason"), decision.reason),
          ...text(t("grounds"), decision.grounds),
          { term: t("state"), value: t(`states.${approval.status}`) },
          ...text(t("decidedBy"), approval.decidedByName),
          ...text(t("decidedAt"), approval.decidedAt && format.moment(approval.decidedAt)),
          ...text(t("decisionNote"), approval.decisionNote),
        ]}
      />
    </PaneSection>
  );
}
