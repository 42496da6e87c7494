import { newId } from "@openitem/db/ids";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { may } from "@openitem/domain/policies/permissions";
import { answerPromise, answerPromiseInput } from "@openitem/domain/promises/answer-promise";
import { cancelPromise, cancelPromiseInput } from "@openitem/domain/promises/cancel-promise";
import { type PromiseDetail, readPromise } from "@openitem/domain/promises/read-promise";
import { Figure } from "@openitem/ui/amount";
import { LinkButton } from "@openitem/ui/button";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { type Problem, page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { withAccount } from "../parts/account-address.ts";
import { ProblemBanner } from "../parts/problem.tsx";
import { CancelPromise, PromiseAnswer, type TypedAnswer } from "../parts/promise/promise-answer.tsx";
import { PromiseBanner } from "../parts/promise/promise-banner.tsx";
import { PromiseFacts, PromiseHistory } from "../parts/promise/promise-facts.tsx";
import { PromiseState } from "../parts/promise/promise-state.tsx";
import { PromisedDates, PromisedDocuments } from "../parts/promise/promise-tables.tsx";
import { debitOf } from "../parts/promise/view.server.ts";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/promise";

export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const detail = await readPromise(viewer.ctx, params.promiseId);
  const { customerId, currency } = detail.promise;
  const { canAnswer } = detail.options;
  return {
    key: newId(),
    isCancelling: url.searchParams.has("cancel"),
    mayPay: may(viewer.ctx.actor, "payment.start", customerId),
    debit: canAnswer ? await debitOf(viewer, { customerId, currency }) : null,
    now: viewer.ctx.now,
    view: detail,
  };
});

/** A note that is wanted and was not written. */
const NOT_SAID = "promise.note";

export const action = page(async (args: Route.ActionArgs) => {
  const { url, params, context } = args;
  const { ctx } = context.get(viewerContext);
  const form = await readForm(args);
  const field = (name: string) => String(form.get(name) ?? "");
  const typed: Omit<TypedAnswer, "fault"> = {
    intent: field("intent"),
    note: field("note"),
    method: field("method"),
  };
  const { promiseId } = params;
  const key = field("key");
  const note = typed.note.trim();
  try {
    if (typed.intent === "cancel")
      await cancelPromise(ctx, parsed(cancelPromiseInput.safeParse({ key, promiseId, note })));
    else {
      const answer = typed.intent === "accept" ? "accept" : "decline";
      const chargeMethodId = typed.method || null;
      await answerPromise(
        ctx,
        parsed(answerPromiseInput.safeParse({ answer, key, promiseId, note, chargeMethodId })),
      );
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "missing") throw error;
    const { code, facts, message: sentence, kind } = error;
    return data({ problem: { code, facts, sentence }, typed }, HTTP_STATUS[kind]);
  }
  throw redirect(withAccount(`/promises/${promiseId}`, url.search), 303);
});

type Parsed<T> = { success: true; data: T } | { success: false; error: { issues: { message: string }[] } };

/** What a form brought, or why it cannot be read, in the words of its first fault. */
function parsed<T>(read: Parsed<T>): T {
  if (read.success) return read.data;
  throw new Refusal("invalid", NOT_SAID, read.error.issues[0]?.message ?? "This form could not be read.");
}

export default function PromisePage({ loaderData, actionData }: Route.ComponentProps) {
  const { view, isCancelling, mayPay } = loaderData;
  const t = useTranslations("promises");
  const format = useFormats();
  const { promise, customer, instalments, options } = view;
  const title = t("pageTitle", { number: promise.number });
  const moment = format.moment(promise.madeAt);
  const isAsking = isCancelling && options.canCancel;
  const typed = actionData ? { ...actionData.typed, fault: faultOf(actionData.problem) } : null;
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={{ href: "/promises", label: t("back") }}
        title={title}
        note={t("account", { name: customer.name })}
        actions={<Actions view={view} mayPay={mayPay} isCancelling={isAsking} />}
      >
        <Figure
          minor={promise.amountMinor}
          currency={promise.currency}
          note={t("figure", { moment, name: promise.madeByName })}
        />
        <p className="mt-2">
          <PromiseState
            status={promise.status}
            proposedSide={promise.proposedSide}
            nextOn={view.next?.dueOn ?? null}
            dateCount={instalments.length}
            keptCount={instalments.filter(({ state }) => state === "kept").length}
          />
        </p>
      </PageHeader>
      <div className="mt-4 grid gap-3">
        {actionData && !typed?.fault && <ProblemBanner problem={actionData.problem} />}
        <PromiseBanner view={view} now={loaderData.now} />
        {isAsking && <CancelPromise view={view} formKey={loaderData.key} typed={typed} />}
      </div>
      <TwoColumns
        sideLabel={t("facts")}
        side={
          <>
            <PromiseFacts view={view} />
            {view.history.length > 1 && <PromiseHistory view={view} />}
          </>
        }
      >
        <PromisedDates view={view} mayPay={mayPay} />
        <PromisedDocuments view={view} />
        {options.canAnswer && (
          <PromiseAnswer view={view} debit={loaderData.debit} formKey={loaderData.key} typed={typed} />
        )}
      </TwoColumns>
    </>
  );
}

/** What stands at the note itself. */
const faultOf = ({ code, sentence }: Problem): string | undefined =>
  code === NOT_SAID ? sentence : undefined;

function Actions({
  view: { promise, next, documents, options },
  mayPay,
  isCancelling,
}: {
  view: PromiseDetail;
  mayPay: boolean;
  isCancelling: boolean;
}) {
  const t = useTranslations("promises");
  const format = useFormats();
  const { id, status, currency } = promise;
  const pay = `/pay?${new URLSearchParams({ promise: id })}`;
  const nextMinor = (next?.pay ?? []).reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const isOpen = documents.some(({ openMinor, inFlightMinor }) => openMinor > inFlightMinor);
  return (
    <>
      {options.canCancel && !isCancelling && (
        <LinkButton variant="text" href={`/promises/${id}?cancel=1`}>
          {t(status === "proposed" ? "withdraw" : "cancel")}
        </LinkButton>
      )}
      {options.canChange && (
        <LinkButton href={`/promises/new?${new URLSearchParams({ change: id })}`}>{t("change")}</LinkButton>
      )}
      {mayPay && status === "active" && nextMinor > 0n && (
        <LinkButton variant="primary" href={pay}>
          {t("payNext", { amount: format.amount(nextMinor, currency) })}
        </LinkButton>
      )}
      {mayPay && (status === "broken" || status === "part_kept") && isOpen && (
        <LinkButton variant="primary" href={pay}>
          {t("payOpen")}
        </LinkButton>
      )}
    </>
  );
}
