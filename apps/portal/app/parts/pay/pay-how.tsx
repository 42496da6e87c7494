import { Section } from "@openitem/ui/page";
import { useTranslations } from "use-intl";

/** The ways to pay that the biller offers in this currency; the choice itself is made at Stripe. */
export function PayHow({ methods, currency }: { methods: readonly string[]; currency: string }) {
  const t = useTranslations("pay");
  const tMethods = useTranslations("methods");
  const tHints = useTranslations("pay.methodHints");
  return (
    <Section title={t("howTitle")}>
      <p className="oi-hint -mt-1 mb-2">{t("how")}</p>
      <ul className="grid border-t border-rule text-md">
        {methods.map((method) => {
          const name = method as Parameters<typeof tMethods>[0];
          const hint = method as Parameters<typeof tHints>[0];
          return (
            <li key={method} className="border-b border-rule py-3">
              <b className="font-semibold">
                {tMethods.has(name) ? tMethods(name) : method.replaceAll("_", " ")}
              </b>
              {tHints.has(hint) && <p className="oi-hint">{tHints(hint)}</p>}
            </li>
          );
        })}
      </ul>
      <p className="oi-hint mt-2">{t("onlyMethods", { currency })}</p>
    </Section>
  );
}
