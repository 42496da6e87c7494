import { Link } from "@openitem/ui/link";
import { PageHeader, Section } from "@openitem/ui/page";
import { useTranslations } from "use-intl";
import { viewerContext } from "../context.ts";
import { ALL_ACCOUNTS } from "../parts/account-address.ts";
import { accountHref, SignOut } from "../parts/shell.tsx";
import type { Route } from "./+types/more";

export function loader({ context }: Route.LoaderArgs) {
  const { accounts, account, contact } = context.get(viewerContext);
  return {
    accounts: accounts.map(({ id, name, number }) => ({ id, name, number })),
    currentId: account?.id ?? null,
    person: { name: contact.name, email: contact.email },
  };
}

/** What has no tab on a phone: the accounts, the settings, the way out. */
export default function More({ loaderData: { accounts, currentId, person } }: Route.ComponentProps) {
  const t = useTranslations("shell");
  const several = accounts.length > 1;
  return (
    <>
      <title>{t("more")}</title>
      <PageHeader title={t("more")} note={t("signedInAs", person)} />
      <Section title={t("accounts")} ruled>
        <ul className="grid">
          {accounts.map(({ id, name, number }) => (
            <li key={id} className="border-b border-rule py-3">
              <Link href={accountHref("/", id)} aria-current={id === currentId ? "true" : undefined}>
                {name}
              </Link>
              <small className="oi-sub">{t("accountNumber", { number })}</small>
            </li>
          ))}
          {several && (
            <li className="py-3">
              <Link href={accountHref("/", ALL_ACCOUNTS)}>{t("allAccounts")}</Link>
            </li>
          )}
        </ul>
      </Section>
      <div className="mt-8 flex flex-wrap items-center gap-4">
        <Link href="/promises">{t("promises")}</Link>
        <Link href="/remittances">{t("remittances")}</Link>
        <Link href="/bank-details">{t("bankDetails")}</Link>
        <Link href="/statement">{t("statements")}</Link>
        <Link href="/autopay">{t("autopay")}</Link>
        <Link href="/prepared-payments">{t("prepared")}</Link>
        <Link href="/settings">{t("settings")}</Link>
        <SignOut />
      </div>
    </>
  );
}
