import { newId } from "@openitem/db/ids";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { declinePrepared, declinePreparedInput } from "@openitem/domain/payments/decline-prepared";
import { readPrepared } from "@openitem/domain/payments/list-prepared";
import { releasePayment, releasePaymentInput } from "@openitem/domain/payments/release-payment";
import { withdrawPrepared } from "@openitem/domain/payments/withdraw-prepared";
import { Figure } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { TextArea } from "@openitem/ui/field";
import { PageHeader, Section, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { data, Form, redirect, useLocation, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { withAccount } from "../parts/account-address.ts";
import { PreparedBanner } from "../parts/prepared/prepared-banner.tsx";
import { PreparedDocuments } from "../parts/prepared/prepared-documents.tsx";
import { PreparedState } from "../parts/prepared/prepared-state.tsx";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/prepared-payment";

/** A reason that is wanted and was not written. */
const NOT_SAID = "prepared_payment.reason";

export const loader = page(async ({ params, context }: Route.LoaderArgs) => ({
  paymentId: newId(),
  view: await readPrepared(context.get(viewerContext).ctx, params.preparedId),
}));

export const action = page(async (args: Route.ActionArgs) => {
  const { url, params, context } = args;
  const { preparedId } = params;
  const { ctx } = context.get(viewerContext);
  const form = await readForm(args);
  const own = (href: string) => redirect(withAccount(href, url.search), 303);
  const reason = String(form.get("reason") ?? "");
  try {
    switch (form.get("intent")) {
      case "release": {
        const input = releasePaymentInput.safeParse({ preparedId, paymentId: form.get("paymentId") });
        if (!input.success) throw unreadable();
        const { paymentId, settled, url: next } = await releasePayment(ctx, input.data);
        return settled || !next ? own(`/payments/${paymentId}`) : redirect(next, 303);
      }
      case "decline": {
        const input = declinePreparedInput.safeParse({ preparedId, reason });
        if (!input.success) throw new Refusal("invalid", NOT_SAID, "Say why, in a few words.");
        await declinePrepared(ctx, input.data);
        return own(`/prepared-payments/${preparedId}`);
      }
      case "withdraw":
        await withdrawPrepared(ctx, { preparedId });
        return own(`/prepared-payments/${preparedId}`);
      default:
        throw unreadable();
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "missing") throw error;
    const { code, facts, message: sentence, kind } = error;
    return data({ problem: { code, facts, sentence }, reason }, HTTP_STATUS[kind]);
  }
});

const unreadable = () =>
  new Refusal("invalid", "prepared_payment.unreadable", "This form could not be read. Nothing was done.");

export default function PreparedPayment({ loaderData, actionData }: Route.ComponentProps) {
  const { view, paymentId } = loaderData;
  const t = useTranslations("prepared");
  const format = useFormats();
  const { prepared, customer, can } = view;
  const { number, currency, amountMinor, preparedByName: name, preparedAt } = prepared;
  const title = t("pageTitle", { number });
  const isNotSaid = actionData?.problem.code === NOT_SAID;
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={{ href: "/prepared-payments", label: t("back") }}
        title={title}
        note={t("for", { name: customer.name })}
      >
        <Figure
          minor={amountMinor}
          currency={currency}
          note={t("figure", { moment: format.moment(preparedAt), name })}
        />
        <p className="mt-2">
          <PreparedState status={prepared.status} isForYou={can.decide} />
        </p>
      </PageHeader>
      <div className="mt-4 grid gap-3">
        {actionData && !isNotSaid && <ProblemBanner problem={actionData.problem} />}
        <PreparedBanner view={view} />
      </div>
      <TwoColumns
        sideLabel={t(can.decide ? "decide" : "yours")}
        side={
          <>
            {(can.decide || can.withdraw) && (
              <Decision
                view={view}
                paymentId={paymentId}
                reason={actionData?.reason ?? ""}
                fault={isNotSaid ? actionData.problem.sentence : undefined}
              />
            )}
            <Section title={t("facts")}>
              <DefinitionList
                items={[
                  { term: t("reference"), value: number },
                  { term: t("account"), value: `${customer.name}, ${customer.number}` },
                  ...(prepared.note ? [{ term: t("noteTerm"), value: prepared.note }] : []),
                ]}
              />
            </Section>
          </>
        }
      >
        <PreparedDocuments view={view} />
      </TwoColumns>
    </>
  );
}

/** Release, or decline with a reason; who prepared it may take it back. */
function Decision({
  view: { prepared, can },
  paymentId,
  reason,
  fault,
}: {
  view: Route.ComponentProps["loaderData"]["view"];
  paymentId: string;
  reason: string;
  fault: string | undefined;
}) {
  const t = useTranslations("prepared");
  const format = useFormats();
  const { search } = useLocation();
  const intent = useNavigation().formData?.get("intent");
  const { id, amountMinor, currency, preparedByName: name } = prepared;
  const action = withAccount(`/prepared-payments/${id}`, search);
  return (
    <Section title={t(can.decide ? "decide" : "yours")} ruled>
      {can.decide && (
        <>
          <Form method="post" action={action}>
            <input type="hidden" name="paymentId" value={paymentId} />
            <Button
              variant="primary"
              wide
              trailingIcon={amountMinor > 0n ? "forward" : undefined}
              name="intent"
              value="release"
              aria-busy={intent === "release" || undefined}
            >
              {amountMinor > 0n
                ? t("release", { amount: format.amount(amountMinor, currency) })
                : t("releaseCredits")}
            </Button>
          </Form>
          <Form
            method="post"
            action={action}
            noValidate
            className="mt-5 grid gap-3 border-t border-rule pt-4"
          >
            <TextArea
              name="reason"
              label={t("declineReason")}
              hint={t("declineHint", { name })}
              rows={3}
              defaultValue={reason}
              error={fault}
            />
            <Button wide name="intent" value="decline">
              {t("decline")}
            </Button>
          </Form>
        </>
      )}
      {can.withdraw && (
        <Form method="post" action={action}>
          <Button wide name="intent" value="withdraw">
            {t("withdraw")}
          </Button>
        </Form>
      )}
    </Section>
  );
}
