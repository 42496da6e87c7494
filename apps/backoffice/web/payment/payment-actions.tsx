import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshMoney } from "../customer/live-payments.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import type { Detail } from "./payment-page.tsx";
import { RefundDialog } from "./refund-dialog.tsx";

/** What can be done to a payment now, by who may. */
export function PaymentActions({ detail: { payment } }: { detail: Detail }) {
  const t = useTranslations("payment");
  const mayCancel = useMay("payment.cancel");
  const mayRefund = useMay("payment.refund");
  const [open, setOpen] = useState<"none" | "cancel" | "refund">("none");
  const close = () => setOpen("none");
  const cancellable = payment.status === "created" || payment.status === "submitted";
  const refundable = payment.intentId !== null && ["settled", "part_refunded"].includes(payment.status);
  return (
    <>
      {cancellable && mayCancel && <Button onClick={() => setOpen("cancel")}>{t("cancel")}</Button>}
      {refundable && (
        <Button onClick={() => setOpen("refund")} disabledReason={mayRefund ? undefined : t("refundNotRole")}>
          {t("refund")}
        </Button>
      )}
      {cancellable && mayCancel && (
        <CancelDialog payment={payment} open={open === "cancel"} onClose={close} />
      )}
      {refundable && mayRefund && open === "refund" && <RefundDialog payment={payment} onClose={close} />}
    </>
  );
}

function CancelDialog({
  payment,
  open,
  onClose,
}: {
  payment: Detail["payment"];
  open: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("payment");
  const format = useFormats();
  const toast = useToast();
  const cancel = useMutation(
    api.payments.cancel.mutationOptions({
      onSuccess: async () => {
        toast({ text: t("cancelled") });
        onClose();
      },
      // Refused or not, it may have moved on meanwhile.
      onSettled: refreshMoney,
    }),
  );
  const { number, amountMinor, currency } = payment;
  return (
    <Dialog
      open={open}
      title={t("cancelTitle", { number, amount: `${format.amount(amountMinor, currency)} ${currency}` })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button
          variant="danger"
          onClick={() => cancel.mutate({ paymentId: payment.id })}
          aria-busy={cancel.isPending}
        >
          {t("cancel")}
        </Button>
      }
    >
      {t("cancelText")}
      {cancel.isError && <Failed error={cancel.error} />}
    </Dialog>
  );
}
