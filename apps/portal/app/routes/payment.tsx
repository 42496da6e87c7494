import { cancelPayment } from "@openitem/domain/payments/cancel-payment";
import { openCheckout } from "@openitem/domain/payments/open-checkout";
import { readPayment } from "@openitem/domain/payments/read-payment";
import { permit } from "@openitem/domain/policies/permissions";
import { Figure } from "@openitem/ui/amount";
import { Button, LinkButton } from "@openitem/ui/button";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useEffect } from "react";
import { Form, redirect, useLocation, useNavigation, useRevalidator } from "react-router";
import { useTranslations } from "use-intl";
import { answer, page } from "../answer.ts";
import { requestContext, viewerContext } from "../context.ts";
import { withAccount } from "../parts/account-address.ts";
import { PaymentFacts, PaymentHistory, PaymentSums } from "../parts/pay/payment-aside.tsx";
import { PaymentBanner } from "../parts/pay/payment-banner.tsx";
import { PaymentDocuments } from "../parts/pay/payment-documents.tsx";
import { PaymentState } from "../parts/pay/payment-state.tsx";
import { type PaymentView, readPaymentView } from "../parts/pay/payment-view.server.ts";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/payment";

const LOOK_EVERY_MS = 3_000;
const LOOKS_MAX = 40;

export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => ({
  payment: await readPaymentView(
    context.get(viewerContext),
    params.paymentId,
    url.searchParams,
    context.get(requestContext),
  ),
  isCancelling: url.searchParams.has("cancel"),
}));

export async function action(args: Route.ActionArgs) {
  const { url, params, context } = args;
  const { paymentId } = params;
  const { ctx } = context.get(viewerContext);
  const intent = (await readForm(args)).get("intent");
  const own = (href: string) => withAccount(href, url.search);
  const done = await answer(args, async () => {
    if (intent === "continue") {
      const { customer } = await readPayment(ctx, paymentId);
      permit(ctx.actor, "payment.start", customer.id);
      return { href: await openCheckout(ctx, paymentId) };
    }
    if (intent === "cancel" || intent === "change") await cancelPayment(ctx, { paymentId });
    return { href: own(intent === "change" ? `/pay?again=${paymentId}` : `/payments/${paymentId}`) };
  });
  if ("href" in done) throw redirect(done.href, 303);
  return done;
}

export default function Payment({ loaderData, actionData }: Route.ComponentProps) {
  const { payment, isCancelling } = loaderData;
  const t = useTranslations("payment");
  const format = useFormats();
  useLookingAgain(payment);
  const { number, amountMinor, currency, createdAt, startedByName: name } = payment;
  const title = t("title", { number });
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={{ href: "/payments", label: t("back_") }}
        title={title}
        actions={<Actions payment={payment} isCancelling={isCancelling} />}
      >
        <Figure
          minor={payment.receivedMinor ?? amountMinor}
          currency={currency}
          note={t("figure", { moment: format.moment(createdAt), name })}
        />
        <p className="mt-2">
          <PaymentState payment={payment} />
        </p>
      </PageHeader>
      <div className="mt-4 grid gap-3">
        {actionData && <ProblemBanner problem={actionData.problem} />}
        <PaymentBanner payment={payment} />
        {isCancelling && canCancel(payment) && <CancelQuestion payment={payment} />}
      </div>
      <TwoColumns
        sideLabel={t("summary")}
        side={
          <>
            <PaymentSums payment={payment} />
            <PaymentFacts payment={payment} />
            <PaymentHistory payment={payment} />
          </>
        }
      >
        <PaymentDocuments payment={payment} />
      </TwoColumns>
    </>
  );
}

const isOpen = ({ status }: PaymentView): boolean => status === "created" || status === "submitted";
const canCancel = (payment: PaymentView): boolean =>
  isOpen(payment) && payment.mayCancel && !payment.isReturned;

function Actions({ payment, isCancelling }: { payment: PaymentView; isCancelling: boolean }) {
  const t = useTranslations("payment");
  const { search } = useLocation();
  const isBusy = useNavigation().state === "submitting";
  const { id, status, mayPay, receiptNumber } = payment;
  const again = `/pay?again=${id}`;
  return (
    <>
      {canCancel(payment) && !isCancelling && (
        <LinkButton href={`/payments/${id}?cancel=1`} variant="text">
          {t("cancel")}
        </LinkButton>
      )}
      {isOpen(payment) && mayPay && !payment.isReturned && (
        <Form method="post" action={withAccount(`/payments/${id}`, search)} className="contents">
          <Button name="intent" value="change">
            {t("change")}
          </Button>
          <Button
            variant="primary"
            trailingIcon="forward"
            name="intent"
            value="continue"
            aria-busy={isBusy}
            className="max-md:col-span-full"
          >
            {t("goOn")}
          </Button>
        </Form>
      )}
      {["failed", "expired", "cancelled"].includes(status) && mayPay && (
        <LinkButton href={again} variant="primary">
          {t("tryAgain")}
        </LinkButton>
      )}
      {["returned", "charged_back"].includes(status) && mayPay && (
        <LinkButton href={again} variant="primary">
          {t("payAgain")}
        </LinkButton>
      )}
      {receiptNumber && (
        <LinkButton href={`/payments/${id}/receipt.pdf`} icon="download" download="">
          {t("receipt")}
        </LinkButton>
      )}
    </>
  );
}

/** Asked in its place on the page, so that it works before script; the safe answer comes first. */
function CancelQuestion({ payment: { id, number } }: { payment: PaymentView }) {
  const t = useTranslations("payment");
  const { search } = useLocation();
  return (
    <section className="grid gap-3 rounded-2 border border-rule-2 p-4" aria-labelledby="cancel-question">
      <h2 id="cancel-question" className="text-lg">
        {t("cancelTitle", { number })}
      </h2>
      <p className="text-md">{t("cancelBody")}</p>
      <Form method="post" action={withAccount(`/payments/${id}`, search)} className="flex flex-wrap gap-2">
        <LinkButton href={`/payments/${id}`}>{t("cancelNo")}</LinkButton>
        <Button variant="danger" name="intent" value="cancel">
          {t("cancelYes")}
        </Button>
      </Form>
    </section>
  );
}

/** While the provider has not confirmed, the page asks again by itself, for two minutes at most. */
function useLookingAgain({ status, isReturned }: PaymentView): void {
  const { revalidate } = useRevalidator();
  const waits = isReturned && ["created", "submitted", "processing"].includes(status);
  useEffect(() => {
    if (!waits) return;
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks >= LOOKS_MAX) clearInterval(timer);
      revalidate();
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [waits, revalidate]);
}
