import { Banner } from "@openitem/ui/banner";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import { Elsewhere } from "./elsewhere.tsx";
import { LineHead } from "./line-head.tsx";
import { MatchForm } from "./match-form.tsx";
import { Matched } from "./matched.tsx";
import { OutForm } from "./out-form.tsx";
import { isWaiting, useLaid } from "./use-match.ts";

/** One bank line: what is known of it, what it pays, and what can be done about it. */
export function LinePane({
  lineId,
  backHref,
  onNext,
  onApplied,
  onUndo,
}: {
  lineId: string;
  /** On a phone, back to the list. */
  backHref: string;
  onNext: () => void;
  onApplied: (lineId: string) => void;
  onUndo: (lineId: string) => void;
}) {
  const t = useTranslations("cash");
  const mayMatch = useMay("cash.match");
  const enabled = lineId !== "";
  const { data: detail, error, refetch } = useQuery(api.cash.line.queryOptions({ lineId }, { enabled }));
  const { data: facts } = useQuery(api.bank.line.queryOptions({ lineId }, { enabled }));
  const { laid, isPending, error: engineError } = useLaid(detail);
  if (!enabled)
    return (
      <section className="cash-pane" aria-label={t("pane")}>
        <PaneSection>
          <p className="text-ink-2">{t("chooseLine")}</p>
        </PaneSection>
      </section>
    );
  return (
    <section className="cash-pane" aria-label={t("pane")} aria-busy={!detail || undefined}>
      <p className="cash-back">
        <Link href={backHref}>{t("backToList")}</Link>
      </p>
      {error && !detail && <Failed error={error} onRetry={() => refetch()} />}
      {detail && (
        <>
          <LineHead detail={detail} facts={facts} laid={laid} />
          {isWaiting(detail) && mayMatch && (
            <>
              {isPending && <p className="cash-note text-ink-2">{t("engineAsked")}</p>}
              {engineError != null && <Failed error={engineError} />}
              {(laid || engineError != null) && (
                <MatchForm
                  key={`${lineId} ${laid?.id} ${detail.receipt?.openMinor}`}
                  detail={detail}
                  laid={laid ?? { id: "none", proposals: [], waits: [] }}
                  onNext={onNext}
                  onApplied={onApplied}
                  onUndo={onUndo}
                />
              )}
            </>
          )}
          {isWaiting(detail) && !mayMatch && (
            <Banner tone="quiet" state="held" title={t("notRole")}>
              {t("notRoleText")}
            </Banner>
          )}
          {detail.line.state === "open" && detail.line.amountMinor < 0n && <OutForm detail={detail} />}
          {detail.line.state === "elsewhere" && <Elsewhere detail={detail} />}
          {detail.line.state === "payout" && (
            <PaneSection>
              <Link href={`/payouts?payout=${detail.line.payoutId}`}>{t("isPayout")}</Link>
            </PaneSection>
          )}
          <Matched detail={detail} onUndo={() => onUndo(lineId)} />
        </>
      )}
    </section>
  );
}
