import type { PromiseRule } from "@openitem/domain/promises/plan";
import { Amount } from "@openitem/ui/amount";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status, StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useNumbers } from "../pay/pay-notices.tsx";
import type { Terms } from "./terms.ts";
import type { PromiseForm } from "./view.ts";

/** The rules with what is met, who would answer, the account's other promises, and when a promise is kept. */
export function PromiseAside({ view, terms }: { view: PromiseForm; terms: Terms }) {
  const t = useTranslations("promiseForm");
  const { others, standing } = view;
  return (
    <>
      <Section title={t("rules")}>
        <PromiseRules
          rules={terms.rules.filter(({ code }) => code !== "renewals" || standing.renewals > 0)}
          currency={view.currency}
        />
        <div className="oi-hint mt-3" aria-live="polite">
          <Answerer answer={view.answer} isAsked={terms.beyond.length > 0} />
        </div>
      </Section>
      {others.length > 0 && (
        <Section title={t("others", { count: others.length })}>
          <ul className="border-t border-rule-2">
            {others.map((other) => (
              <OtherPromise key={other.id} other={other} />
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("know")}>
        <p className="text-md text-ink-2">{t("knowBody", { grace: standing.policy.graceDays })}</p>
      </Section>
    </>
  );
}

/** Each rule with its limit and what the promise makes of it. */
export function PromiseRules({ rules, currency }: { rules: readonly PromiseRule[]; currency: string }) {
  const t = useTranslations("promiseForm");
  const tRule = useTranslations("promiseForm.rule");
  const format = useFormats();
  const limitOf = (rule: PromiseRule) =>
    rule.code === "smallest"
      ? tRule("smallest", { limit: format.amount(rule.limitMinor, currency) })
      : tRule(rule.code, { limit: rule.limit });
  const actualOf = (rule: PromiseRule) => {
    if (rule.code === "smallest") return rule.actualMinor > 0n && format.amount(rule.actualMinor, currency);
    if (rule.code === "open_promises" || rule.code === "renewals")
      return t(`ruleActual.${rule.code}`, { actual: rule.actual });
    return format.count(rule.actual);
  };
  return (
    <ul className="grid gap-2.5 border-t border-rule-2 pt-3.5 text-md">
      {rules
        .filter((rule) => rule.code !== "smallest" || rule.limitMinor > 0n)
        .map((rule) => (
          <li key={rule.code} className="grid grid-cols-[22px_minmax(0,1fr)_auto] gap-1">
            <StatusMark
              state={rule.isMet ? "kept" : "waiting-for-you"}
              label={rule.isMet ? t("isMet") : t("isBeyond")}
            />
            <span>
              {limitOf(rule)}
              {!rule.isMet && t("elseAccept")}
            </span>
            <span className="text-ink-3">{actualOf(rule)}</span>
          </li>
        ))}
    </ul>
  );
}

function Answerer({ answer: { name, dueAt }, isAsked }: { answer: PromiseForm["answer"]; isAsked: boolean }) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const day = format.moment(dueAt, { weekday: true, year: false });
  if (isAsked)
    return (
      <p className="oi-tone-due">{name ? t("mustAnswer", { name, day }) : t("mustAnswerUs", { day })}</p>
    );
  return (
    <>
      <p>{t("stands")}</p>
      <p className="mt-1">{name ? t("answerBy", { name, day }) : t("answerByUs", { day })}</p>
    </>
  );
}

function OtherPromise({ other }: { other: PromiseForm["others"][number] }) {
  const t = useTranslations("promiseForm");
  const format = useFormats();
  const documents = useNumbers()(other.documents);
  const { id, dueOn, leftMinor, currency, daysLeft } = other;
  return (
    <li className="border-b border-rule py-3 text-md">
      <div className="flex items-baseline justify-between gap-3">
        <Status state="promised" label={format.day(dueOn, { weekday: true, year: false })} />
        <Amount minor={leftMinor} currency={currency} strong showCurrency />
      </div>
      <p className="text-ink-2">
        {daysLeft < 0 ? t("otherLate", { documents }) : t("otherOf", { documents, days: daysLeft })}
      </p>
      <p className="mt-1.5 flex gap-4">
        <Link href={`/pay?${new URLSearchParams({ promise: id })}`}>{t("payNow")}</Link>
        <Link href={`/promises/${id}`}>{t("changeIt")}</Link>
      </p>
    </li>
  );
}
