import { Button, ButtonRow, LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { fieldId, TextArea } from "@openitem/ui/field";
import { PageHeader, Section, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useEffect } from "react";
import { Form, useLocation, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { DebitChoice } from "./debit-choice.tsx";
import { useFaultWords } from "./fault-words.tsx";
import { PromiseAside } from "./promise-aside.tsx";
import { PromiseDates } from "./promise-dates.tsx";
import { PromiseDocuments } from "./promise-documents.tsx";
import { PromiseNotices } from "./promise-notices.tsx";
import { useLiveTerms } from "./use-live-terms.ts";
import type { PromiseForm } from "./view.ts";

/**
 * The form of a promise. It works as it comes from the server; with script the sums and rules follow each key, and
 * faults each field that is left.
 */
export function PromiseFormPage({ view, biller }: { view: PromiseForm; biller: string }) {
  const t = useTranslations("promiseForm");
  const { replaces, customerName, draft, notSent, focus, stamp } = view;
  const live = useLiveTerms(view);
  const { search } = useLocation();
  const wordsOf = useFaultWords(view);
  const isSent = notSent?.why === "faults";
  // What nobody has written yet is missed when he sends it, not before.
  const atFields = live.left.terms.faults.filter(
    (fault) => isSent || !(fault.why === "no_day" || (fault.why === "amount" && fault.fault === "empty")),
  );
  const wordsAt = (name: string) => {
    const fault = atFields.find((each) => each.name === name);
    return fault && wordsOf(fault, true);
  };
  useEffect(() => {
    if (focus) document.getElementById(fieldId(focus))?.focus();
  }, [focus, stamp]);
  if (draft.documents.length === 0)
    return (
      <>
        <title>{t("noneTitle")}</title>
        <PageHeader back={{ href: "/promises", label: t("back") }} title={t("noneTitle")} />
        <PromiseNotices view={view} />
        <EmptyState
          title={t("noneLeft")}
          actions={<LinkButton href="/invoices">{t("choosePart")}</LinkButton>}
        />
      </>
    );
  const title = replaces
    ? t(replaces.how === "change" ? "titleChange" : "titleCounter", { number: replaces.number })
    : t("title", { count: draft.documents.length });
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={{ href: "/promises", label: t("back") }}
        title={title}
        note={`${t(replaces ? (replaces.how === "change" ? "leadChange" : "leadCounter") : "lead")} ${t("forAccount", { name: customerName })}`}
      />
      <PromiseNotices view={view} />
      <Form
        key={stamp}
        ref={live.form}
        method="post"
        action={`/promises/new${search}`}
        noValidate
        preventScrollReset
        onInput={live.onInput}
        onBlur={live.onLeave}
        onPointerDown={live.onPointerDown}
      >
        {/* Enter in a field presses the first button: this one only adds up. */}
        <button
          type="submit"
          name="intent"
          value="preview"
          className="oi-hidden"
          tabIndex={-1}
          aria-hidden="true"
        />
        <input type="hidden" name="promiseId" value={view.promiseId} />
        <input type="hidden" name="customerId" value={view.customerId} />
        <input type="hidden" name="currency" value={view.currency} />
        <TwoColumns sideLabel={t("rules")} side={<PromiseAside view={view} terms={live.now.terms} />}>
          <PromiseDocuments view={view} totalMinor={live.now.terms.documentsMinor} wordsAt={wordsAt} />
          <Section title={t("when")}>
            <PromiseDates view={view} now={live.now} wordsAt={wordsAt} />
            {view.debit && <DebitChoice debit={view.debit} chosen={draft.methodId} legend={t("debitHow")} />}
          </Section>
          <div className="mt-8 max-w-xl">
            <TextArea
              name="note"
              label={t("note", { biller })}
              hint={t("noteHint")}
              optional
              rows={3}
              defaultValue={draft.note}
            />
          </div>
          <SendButtons view={view} live={live.now.terms} biller={biller} />
        </TwoColumns>
      </Form>
    </>
  );
}

function SendButtons({
  view,
  live,
  biller,
}: {
  view: PromiseForm;
  live: PromiseForm["terms"];
  biller: string;
}) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const isBusy = useNavigation().formData?.get("intent") === "send";
  const { currency, standing, replaces } = view;
  const isRequest = live.beyond.length > 0;
  const isOne = live.instalments.length === 1;
  return (
    <div className="mt-7">
      <input type="hidden" name="shown" value={isRequest ? "request" : "stands"} />
      <ButtonRow>
        <Button variant="primary" name="intent" value="send" aria-busy={isBusy || undefined}>
          {isRequest
            ? t(isOne ? "askOne" : "ask", { biller })
            : t("promise", { amount: format.amount(live.amountMinor, currency) })}
        </Button>
        {live.beyond.includes("days_out") && (
          <Button name="intent" value="keep">
            {t("keep", { days: standing.policy.daysOut })}
          </Button>
        )}
        {replaces && (
          <LinkButton variant="text" href={`/promises/${replaces.id}`}>
            {t("leaveIt")}
          </LinkButton>
        )}
      </ButtonRow>
      <noscript>
        <div className="mt-4 grid justify-items-start gap-1">
          <Button name="intent" value="preview">
            {t("recalculate")}
          </Button>
          <p className="oi-hint">{t("recalculateHint")}</p>
        </div>
      </noscript>
    </div>
  );
}
