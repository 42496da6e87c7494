import { type PathStep, StepPath } from "@openitem/ui/steps";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { DisputeView } from "./dispute-view.server.ts";

type Step = DisputeView["steps"][number];

/** How far a dispute has come, with the days. */
export function DisputeProgress({ dispute }: { dispute: DisputeView }) {
  const t = useTranslations("disputePage");
  const outcomes = useTranslations("disputeWords.outcomes");
  const format = useFormats();
  const { steps, assigneeName, clock, outcome, status } = dispute;
  const short = (iso: string) => format.day(iso, { weekday: true, year: false });

  function detailOf({ step, state, on, dueOn }: Step): string | null {
    if (state === "skipped")
      return step === "decision" && status === "withdrawn" ? t("withdrawnStep") : t("skipped");
    if (step === "decision") {
      if (state === "done")
        return on && outcome ? t("decidedOn", { day: short(on), outcome: outcomes(outcome) }) : null;
      if (dueOn) return t("decideBy", { day: short(dueOn) });
      return clock.state === "stopped" ? t("decideAfter", { hours: clock.hoursLeft }) : null;
    }
    if (!on) return null;
    const day = short(on);
    if (step === "sent") return day;
    if (step === "waiting_for_you") return t(state === "now" ? "clockStands" : "answeredOn", { day });
    return assigneeName ? t("sinceBy", { day, name: assigneeName }) : t("since", { day });
  }

  return (
    <StepPath
      label={t("progress")}
      steps={steps.map(
        (step): PathStep => ({
          id: step.step,
          state: step.state,
          title: t(`steps.${step.step}`),
          detail: detailOf(step),
        }),
      )}
    />
  );
}
