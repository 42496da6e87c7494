import type { PromiseDetail } from "@openitem/domain/promises/read-promise";
import { Button, LinkButton } from "@openitem/ui/button";
import { TextArea } from "@openitem/ui/field";
import { Section } from "@openitem/ui/page";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import { DebitChoice } from "./debit-choice.tsx";
import type { PromiseForm } from "./view.ts";

/** What was typed, so that a refusal loses none of it, and what was wrong at the note. */
export type TypedAnswer = { intent: string; note: string; method: string; fault: string | undefined };

type Asked = { view: PromiseDetail; formKey: string; typed: TypedAnswer | null };

/** Accept, decline or counter what the biller proposes. */
export function PromiseAnswer({
  view: { promise },
  debit,
  formKey,
  typed,
}: Asked & { debit: PromiseForm["debit"] }) {
  const t = useTranslations("promises");
  const tForm = useTranslations("promiseForm");
  const { search } = useLocation();
  const action = withAccount(`/promises/${promise.id}`, search);
  const declined = typed?.intent === "decline" ? typed : null;
  return (
    <Section title={t("answerTitle")} ruled id="answer">
      <Form method="post" action={action} noValidate className="grid gap-3 border-b border-rule pb-5">
        <input type="hidden" name="key" value={formKey} />
        <p className="text-md text-ink-2">{t("acceptBody")}</p>
        {debit && <DebitChoice debit={debit} chosen={typed?.method ?? ""} legend={tForm("debitHow")} />}
        <div>
          <Button variant="primary" name="intent" value="accept">
            {t("accept")}
          </Button>
        </div>
      </Form>
      <Form method="post" action={action} noValidate className="grid gap-3 border-b border-rule py-5">
        <input type="hidden" name="key" value={formKey} />
        <TextArea
          name="note"
          label={t("declineNote")}
          hint={t("declineBody")}
          rows={3}
          defaultValue={declined?.note}
          error={declined?.fault}
        />
        <div>
          <Button name="intent" value="decline">
            {t("decline")}
          </Button>
        </div>
      </Form>
      <div className="grid justify-items-start gap-3 py-5">
        <p className="text-md text-ink-2">{t("counterBody")}</p>
        <LinkButton href={`/promises/new?${new URLSearchParams({ counter: promise.id })}`}>
          {t("counter")}
        </LinkButton>
      </div>
    </Section>
  );
}

/** Asked in its place on the page, so that it works before script; the safe answer comes first. */
export function CancelPromise({ view: { promise }, formKey, typed }: Asked) {
  const t = useTranslations("promises");
  const { search } = useLocation();
  const { id, number } = promise;
  const cancelled = typed?.intent === "cancel" ? typed : null;
  return (
    <section className="grid gap-3 rounded-2 border border-rule-2 p-4" aria-labelledby="cancel-question">
      <h2 id="cancel-question" className="text-lg">
        {t("cancelTitle", { number })}
      </h2>
      <p className="text-md">{t("cancelBody")}</p>
      <Form
        method="post"
        noValidate
        action={withAccount(`/promises/${id}?cancel=1`, search)}
        className="grid max-w-xl gap-3"
      >
        <input type="hidden" name="key" value={formKey} />
        <TextArea
          name="note"
          label={t("cancelNote")}
          rows={2}
          defaultValue={cancelled?.note}
          error={cancelled?.fault}
        />
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/promises/${id}`}>{t("cancelNo")}</LinkButton>
          <Button variant="danger" name="intent" value="cancel">
            {t("cancelYes")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
