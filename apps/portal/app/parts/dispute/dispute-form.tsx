import { Button } from "@openitem/ui/button";
import { TextArea } from "@openitem/ui/field";
import { decimalOf } from "@openitem/ui/formats";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { type ReactNode, useState } from "react";
import { Form, useLocation, useNavigation } from "react-router";
import { useLocale, useTranslations } from "use-intl";
import { DisputeAside } from "./dispute-aside.tsx";
import { DisputeDocument } from "./dispute-document.tsx";
import { DisputeNotices } from "./dispute-notices.tsx";
import { DisputeReasons } from "./dispute-reasons.tsx";
import { useFaultWords } from "./fault-words.tsx";
import { faultsOf } from "./faults.ts";
import { FilePicker } from "./file-picker.tsx";
import { plainNumber } from "./typed-number.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";
import { useLiveDraft } from "./use-live-draft.ts";
import type { DisputeForm } from "./view.ts";

/** What is said while something is still being chosen, and not yet of a form that somebody tries to send. */
const ON_SENDING: readonly string[] = ["none", "reason", "fact", "comment", "proof", "refused_files"];

/**
 * The form of a dispute: what is wrong, why, and what shows it. It works as it comes from the server; with script the
 * amounts follow each key, and each file is sent by itself.
 */
export function DisputeFormPage({ view }: { view: DisputeForm }) {
  const t = useTranslations("disputeForm");
  const locale = useLocale();
  const { search } = useLocation();
  const live = useLiveDraft(view);
  const isBusy = useNavigation().state === "submitting";
  const [isUploading, setUploading] = useState(false);
  const { documents, currency, filesMax, notSent, draft } = view;
  const wordsOf = useFaultWords(currency, filesMax);
  const words = useDisputeWords();
  const isNumber = (text: string) => plainNumber(text, locale) !== null;
  const isTried = notSent?.why === "faults";
  const isGone = notSent?.why === "refused" && notSent.problem.code === "file.gone";
  const atFields = faultsOf({ ...view, refusedFiles: [] }, live.left.draft, live.left.sums, isNumber).filter(
    (fault) =>
      isTried ||
      !(
        ON_SENDING.includes(fault.code) ||
        (fault.code === "document" && ["no_line", "empty"].includes(fault.refusal))
      ),
  );
  const wordsAt = (name: string) => {
    const fault = atFields.find((each) => each.name === name);
    return fault && wordsOf(fault, true);
  };
  const [first, ...more] = documents;
  const title =
    first && more.length === 0
      ? t("titleOne", { number: first.number })
      : t("titleMany", { count: documents.length });
  const { reason } = live.now.draft;
  return (
    <>
      <title>{title}</title>
      <PageHeader
        back={
          view.payment
            ? { href: `/pay?${view.payment}`, label: t("backToPayment") }
            : first && more.length === 0
              ? { href: `/invoices/${first.itemId}`, label: first.number }
              : { href: "/invoices", label: t("back") }
        }
        title={title}
        note={t("lead")}
      />
      <DisputeNotices
        view={view}
        faults={isTried ? faultsOf(view, draft, live.answered.sums, isNumber) : []}
        totalMinor={live.answered.sums.totalMinor}
      />
      <Form
        ref={live.form}
        method="post"
        encType="multipart/form-data"
        action={`/disputes/new${search}`}
        noValidate
        preventScrollReset
        onInput={live.onInput}
        onBlur={live.onLeave}
        onPointerDown={live.onPointerDown}
        onSubmit={(event) => {
          // What is under way would be lost with the form that it belongs to.
          if (isUploading) event.preventDefault();
        }}
        className="dispute-form"
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
        <input type="hidden" name="disputeId" value={view.disputeId} />
        <input type="hidden" name="shown" value={decimalOf(live.now.sums.totalMinor, currency)} />
        {view.payment && <input type="hidden" name="payment" value={view.payment} />}
        <TwoColumns sideLabel={t("next")} side={<DisputeAside view={view} live={live.now} />}>
          {/* Fields are filled anew from each answer; files stay as they are, those under way and refused too. */}
          <Step key={`what-${view.stamp}`} number={1} title={t("what")}>
            {documents.map((document) => (
              <DisputeDocument
                key={document.itemId}
                document={document}
                typed={draft.documents.find(({ itemId }) => itemId === document.itemId)}
                sum={live.now.sums.documents.find(({ itemId }) => itemId === document.itemId)}
                currency={currency}
                isOnly={documents.length === 1}
                wordsAt={wordsAt}
              />
            ))}
          </Step>
          <Step key={`why-${view.stamp}`} number={2} title={t("why")}>
            <DisputeReasons view={view} wordsAt={wordsAt} />
          </Step>
          <Step number={3} title={t("show")}>
            <p className="mb-2.5 text-md text-ink-2">{reason ? words.proof(reason) : t("showHint")}</p>
            <FilePicker
              key={isGone ? view.stamp : "files"}
              customerId={view.customer.id}
              kept={view.kept}
              refused={view.refusedFiles}
              limits={view}
              error={wordsAt("files")}
              onChanged={live.onInput}
              onBusy={setUploading}
            />
            <div className="mt-5">
              <TextArea
                key={view.stamp}
                name="comment"
                label={t("comment")}
                hint={t("commentHint")}
                optional
                defaultValue={draft.comment}
                error={wordsAt("comment")}
              />
            </div>
          </Step>
          <Buttons
            view={view}
            totalMinor={live.now.sums.totalMinor}
            isBusy={isBusy}
            isWaiting={isUploading}
          />
        </TwoColumns>
      </Form>
    </>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="mb-10 grid gap-x-2 md:grid-cols-[30px_minmax(0,1fr)]">
      <span className="text-sm font-semibold text-ink-3 md:text-xl" aria-hidden="true">
        {number}
      </span>
      <div className="min-w-0">
        <h2 className="mb-2.5">{title}</h2>
        {children}
      </div>
    </section>
  );
}

function Buttons({
  view: { currency, documents, mayPay },
  totalMinor,
  isBusy,
  isWaiting,
}: {
  view: DisputeForm;
  totalMinor: bigint;
  isBusy: boolean;
  isWaiting: boolean;
}) {
  const t = useTranslations("disputeForm");
  const format = useFormats();
  const restMinor = documents.reduce((sum, { readyMinor }) => sum + readyMinor, 0n) - totalMinor;
  const reason = isWaiting ? t("waitForFiles") : undefined;
  return (
    <div className="border-t border-rule-2 pt-5 md:ms-9.5">
      <noscript>
        <div className="mb-4 grid gap-1">
          <Button name="intent" value="preview">
            {t("recalculate")}
          </Button>
          <p className="oi-hint">{t("recalculateHint")}</p>
        </div>
      </noscript>
      <div className="grid gap-2.5 md:flex md:flex-wrap md:items-center">
        <Button
          variant="primary"
          name="intent"
          value="send"
          aria-busy={isBusy || undefined}
          disabledReason={reason}
        >
          {totalMinor > 0n ? t("sendOf", { amount: format.amount(totalMinor, currency) }) : t("send")}
        </Button>
        {mayPay && totalMinor > 0n && restMinor > 0n && !isWaiting && (
          <Button name="intent" value="pay" aria-busy={isBusy || undefined}>
            {t("sendAndPay", { amount: format.amount(restMinor, currency) })}
          </Button>
        )}
      </div>
    </div>
  );
}
