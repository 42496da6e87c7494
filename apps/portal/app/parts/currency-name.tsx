import { useLocale } from "use-intl";

const names = new Map<string, string>();

/** "US dollars": a currency as people say it, beside amounts that carry the code. */
export function useCurrencyName(): (currency: string) => string {
  const locale = useLocale();
  return (currency) => {
    const key = `${locale} ${currency}`;
    const name = names.get(key) ?? currencyName(locale, currency);
    names.set(key, name);
    return name;
  };
}

function currencyName(locale: string, currency: string): string {
  // The plural form is only to be had through a formatted amount.
  const parts = new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "name" });
  return parts.formatToParts(2).find((part) => part.type === "currency")?.value ?? currency;
}
