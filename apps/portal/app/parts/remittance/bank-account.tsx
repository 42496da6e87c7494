import type { BankDetails } from "@openitem/domain/bank/read-bank-details";
import { Button } from "@openitem/ui/button";
import { Section } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useHydrated } from "../use-hydrated.tsx";

type Shown = Omit<BankDetails, "changes" | "changedAt"> & { changedOn: string[] };

/** An account to pay into, each number to be copied, and since when it holds. */
export function BankAccount({ account }: { account: Shown }) {
  const t = useTranslations("remittances");
  const format = useFormats();
  const { legalEntityName, currency, holder, bankName, address, changedOn } = account;
  const [newest, ...earlier] = changedOn;
  const rows = [
    { term: t("bankHolder"), value: holder, shown: holder },
    { term: t("bankIban"), value: account.iban, shown: account.iban && inFours(account.iban) },
    { term: t("bankNumber"), value: account.accountNumber, shown: account.accountNumber },
    { term: t("bankRouting"), value: account.routingNumber, shown: account.routingNumber },
    { term: t("bankBic"), value: account.bic, shown: account.bic },
    { term: t("bankName"), value: bankName, shown: bankName },
    { term: t("bankAddress"), value: address, shown: address },
  ];
  return (
    <Section title={t("bankFor", { name: legalEntityName, currency })} ruled className="max-w-3xl">
      <dl className="grid text-md">
        {rows.map(
          ({ term, value, shown }) =>
            value && (
              <div
                key={term}
                className="grid items-center gap-x-5 border-b border-rule py-2.5 md:grid-cols-[180px_minmax(0,1fr)_auto]"
              >
                <dt className="text-ink-2">{term}</dt>
                <dd className="font-semibold wrap-anywhere">{shown}</dd>
                <dd>
                  <Copy what={term} text={value} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <h3 className="mt-5 text-md font-semibold">{t("bankLog")}</h3>
      <ul className="mt-1 grid gap-1 text-md text-ink-2">
        {newest && <li>{t("bankSince", { day: format.day(newest) })}</li>}
        {earlier.map((day, index) => (
          <li key={`${day}-${earlier.length - index}`}>
            {t(index === earlier.length - 1 ? "bankFirst" : "bankBefore", { day: format.day(day) })}
          </li>
        ))}
        {earlier.length === 0 && <li>{t("bankLogNone")}</li>}
      </ul>
    </Section>
  );
}

/** As it stands on paper: four by four. Copied without the blanks. */
const inFours = (iban: string): string => iban.replace(/(.{4})(?=.)/g, "$1 ");

function Copy({ what, text }: { what: string; text: string }) {
  const t = useTranslations("remittances");
  const isHydrated = useHydrated();
  const [isCopied, setCopied] = useState(false);
  if (!isHydrated) return null;
  return (
    <Button
      variant="text"
      size="small"
      aria-label={t("copy", { what })}
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => setCopied(true));
      }}
    >
      <span aria-live="polite">{isCopied ? t("copied") : t("copyShort")}</span>
    </Button>
  );
}
