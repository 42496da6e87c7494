import type { PaymentStatus } from "@openitem/domain/payments/payment";
import { Status, type StatusState } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { PAYMENT_STATES } from "../payment-words.tsx";

type Stateful = {
  status: PaymentStatus;
  expectedOn: string | null;
  /** the day it ended, in the reader's calendar */
  endedOn: string | null;
  /** somebody has just come back from the provider's page */
  isReturned?: boolean;
};

/** The state of a payment: mark, word, and the day that goes with it. */
export function PaymentState({ payment }: { payment: Stateful }) {
  const t = useTranslations("payment.states");
  const format = useFormats();
  const { status, expectedOn, endedOn, isReturned } = payment;
  const state: StatusState = PAYMENT_STATES[status];
  const short = (day: string) => format.day(day, { year: false });
  if (status === "created" || status === "submitted")
    return <Status state={state} label={t(isReturned ? "unknown" : "unfinished")} />;
  if (status === "processing")
    return (
      <Status
        state={state}
        label={expectedOn ? t("processing", { day: short(expectedOn) }) : t("processingNoDay")}
      />
    );
  if ((status === "returned" || status === "charged_back") && endedOn)
    return <Status state={state} label={t(status, { day: short(endedOn) })} />;
  return <Status state={state} />;
}
