import type { ChargeStatus } from "@openitem/domain/autopay/charge";
import type { HeldLine } from "@openitem/domain/autopay/plan-charge";
import type { StatusProps, StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

const STATES: Readonly<Record<ChargeStatus, StatusState>> = {
  planned: "open",
  announced: "promised",
  held: "held",
  started: "in-flight",
  settled: "settled",
  failed: "failed",
  stopped: "cancelled",
};

const SHOWN = 2;

/** The words of a charge: its state, what it comes from, what it pays and what it leaves out. */
export function useChargeWords() {
  const t = useTranslations("autopay");
  const format = useFormats();
  return {
    state: (status: ChargeStatus): StatusProps => ({ state: STATES[status], label: t(`states.${status}`) }),
    cause: ({
      causeKind,
      causeKey,
      requestedByName: name,
    }: {
      causeKind: "autopay" | "promise" | "schedule";
      causeKey: string;
      requestedByName: string;
    }): string => t(`causes.${causeKind}`, { no: causeKey, name }),
    documents: (lines: readonly { number: string }[]): string =>
      t("documents", {
        first: lines
          .slice(0, SHOWN)
          .map(({ number }) => number)
          .join(", "),
        more: Math.max(0, lines.length - SHOWN),
      }),
    reason: ({ reason }: HeldLine): string => t(`held.${reason}`),
    held: (held: readonly HeldLine[], currency: string): string => {
      const what = held
        .slice(0, SHOWN)
        .map(({ number, amountMinor, reason }) =>
          t("heldOf", { number, amount: format.amount(amountMinor, currency), reason: t(`held.${reason}`) }),
        )
        .join("; ");
      return held.length > SHOWN ? t("leftOutMore", { what, more: held.length - SHOWN }) : what;
    },
  };
}
