import { CheckboxField } from "@openitem/ui/choice";
import { AmountField, fieldId } from "@openitem/ui/field";
import { Section } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { fieldName } from "./draft.ts";
import type { PayCredit, PayForm } from "./view.ts";

/** Credits and money on account, one by one: each is used only when it is ticked, and by as much as is entered. */
export function PayCredits({
  view,
  wordsAt,
}: {
  view: PayForm;
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("pay");
  const format = useFormats();
  const { credits, creditCount, draft, currency } = view;
  if (credits.length === 0) return null;
  const typed = new Map(draft.credits.map((credit) => [credit.itemId, credit]));
  const kindOf = ({ kind, heldAs, issuedOn }: PayCredit) => {
    const day = format.day(issuedOn);
    if (kind === "credit_memo") return t("creditOf", { day });
    return heldAs === "unapplied" ? t("unappliedOf", { day }) : t("onAccountOf", { day });
  };
  return (
    <Section title={t("creditsTitle")} id={fieldId("credits")}>
      <p className="oi-hint -mt-1 mb-2">{t("creditsHint")}</p>
      <ul className="grid border-t border-rule">
        {credits.map((credit) => (
          <li
            key={credit.id}
            className="grid grid-cols-[minmax(0,1fr)_9rem] items-start gap-4 border-b border-rule py-3 md:grid-cols-[minmax(0,1fr)_11rem]"
          >
            <CheckboxField
              name={fieldName.use(credit.id)}
              label={<b className="font-semibold">{credit.number}</b>}
              hint={[
                kindOf(credit),
                credit.about,
                t("free", { amount: format.amount(credit.freeMinor, currency) }),
              ]
                .filter(Boolean)
                .join(" · ")}
              defaultChecked={typed.get(credit.id)?.used}
            />
            <AmountField
              name={fieldName.credit(credit.id)}
              label={t("useAmount", { number: credit.number })}
              currency={currency}
              labelHidden
              optional
              defaultValue={typed.get(credit.id)?.amount}
              error={wordsAt(fieldName.credit(credit.id))}
            />
          </li>
        ))}
      </ul>
      {creditCount > credits.length && (
        <p className="oi-hint mt-2">{t("creditsMore", { shown: credits.length, count: creditCount })}</p>
      )}
    </Section>
  );
}
