import type { PromiseDetail } from "@openitem/domain/promises/read-promise";
import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { useMethodName } from "../autopay/method-words.tsx";
import { PromiseRules } from "./promise-aside.tsx";
import { PromiseState } from "./promise-state.tsx";

/** Who said what and when, what it is debited from, and the rules while somebody has to accept it. */
export function PromiseFacts({ view }: { view: PromiseDetail }) {
  const t = useTranslations("promises");
  const format = useFormats();
  const methodName = useMethodName();
  const { promise, chargeMethod, rules } = view;
  const { note, answeredByName, answeredAt, answerNote } = promise;
  const facts: Definition[] = [
    {
      term: t("madeBy"),
      value: t("passedOn", { name: promise.madeByName, moment: format.moment(promise.madeAt) }),
    },
    ...(note ? [{ term: t("yourNote"), value: note }] : []),
    ...(answeredByName && answeredAt
      ? [
          {
            term: t("answeredBy"),
            value: t("passedOn", { name: answeredByName, moment: format.moment(answeredAt) }),
          },
        ]
      : []),
    ...(answerNote ? [{ term: t("theirNote"), value: answerNote }] : []),
    ...(chargeMethod
      ? [
          {
            term: t("debited"),
            value:
              chargeMethod.status === "active"
                ? methodName(chargeMethod)
                : t("debitedNot", { method: methodName(chargeMethod) }),
          },
        ]
      : []),
    { term: t("graceTerm"), value: t("graceDays", { days: promise.graceDays }) },
  ];
  return (
    <>
      <Section title={t("facts")}>
        <DefinitionList items={facts} />
      </Section>
      {promise.status === "proposed" && promise.beyond.length > 0 && (
        <Section title={t("why")}>
          <PromiseRules
            rules={rules.filter(({ code }) => promise.beyond.includes(code))}
            currency={promise.currency}
          />
        </Section>
      )}
    </>
  );
}

/** The promises it replaced and was replaced by, the first one first. */
export function PromiseHistory({ view: { promise, history } }: { view: PromiseDetail }) {
  const t = useTranslations("promises");
  const format = useFormats();
  return (
    <Section title={t("history")}>
      <ol className="border-t border-rule-2">
        {history.map((each) => {
          const { id, number, currency, amountMinor, status, proposedSide, instalments } = each;
          const days = instalments.map(({ dueOn }) => format.day(dueOn, { year: false })).join(", ");
          return (
            <li key={id} className="border-b border-rule py-3 text-md">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                {id === promise.id ? (
                  <strong>
                    {number}, {t("thisOne")}
                  </strong>
                ) : (
                  <Link href={`/promises/${id}`}>{number}</Link>
                )}
                <PromiseState
                  status={status}
                  proposedSide={proposedSide}
                  nextOn={instalments[0]?.dueOn ?? null}
                  dateCount={instalments.length}
                />
              </div>
              <p className="text-ink-2">
                {t("historyOf", { amount: format.amount(amountMinor, currency), days })}
              </p>
              <p className="oi-hint">
                {t("passedOn", { name: each.madeByName, moment: format.moment(each.madeAt) })}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
