import { Link } from "@openitem/ui/link";
import { LinkMenu } from "@openitem/ui/link-menu";
import { AccountName, PortalShell, type PortalTab } from "@openitem/ui/portal-shell";
import type { ReactNode } from "react";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { ACCOUNT_PARAM, ALL_ACCOUNTS } from "./account-address.ts";
import { BillerMark } from "./mark.tsx";

type NamedAccount = { id: string; name: string; number: string };

export type ShellProps = {
  biller: string;
  person: { name: string; email: string };
  /** null: all of them together */
  account: NamedAccount | null;
  accounts: NamedAccount[];
  accountCount: number;
  /** Disputes of the shown accounts that wait for their answer. */
  openDisputes: number;
  /** Promises of the shown accounts that stand or wait for an answer. */
  openPromises: number;
};

const BEHIND_MORE: readonly string[] = ["/promises", "/remittances", "/statement"];

/** The frame of every signed-in page: account, navigation, and on a phone the five tabs. */
export function Shell({
  biller,
  person,
  openDisputes,
  openPromises,
  children,
  ...accounts
}: ShellProps & { children: ReactNode }) {
  const t = useTranslations("shell");
  const { pathname } = useLocation();
  const isAt = (href: string) =>
    href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
  const isMore = [...BEHIND_MORE, "/settings", "/more"].some(isAt);
  const tabs: PortalTab[] = [
    { href: "/", label: t("home"), icon: "home", current: isAt("/") },
    { href: "/invoices", label: t("invoices"), icon: "list", current: isAt("/invoices") },
    {
      href: "/pay",
      label: t("pay"),
      icon: "pay",
      current: ["/pay", "/payments", "/prepared-payments"].some(isAt),
    },
    {
      href: "/disputes",
      label: t("disputes"),
      icon: "message",
      current: isAt("/disputes"),
      ...(openDisputes > 0 && { count: openDisputes }),
    },
    {
      href: "/promises",
      label: t("promises"),
      icon: "check",
      current: isAt("/promises"),
      ...(openPromises > 0 && { count: openPromises }),
    },
    { href: "/remittances", label: t("remittances"), icon: "mail", current: isAt("/remittances") },
    { href: "/statement", label: t("statements"), icon: "file", current: isAt("/statement") },
    { href: "/more", label: t("more"), icon: "more", current: isMore },
  ];
  return (
    <PortalShell
      biller={{ name: biller, href: "/", mark: <BillerMark /> }}
      account={<AccountSwitcher {...accounts} />}
      user={
        <LinkMenu
          align="end"
          face={person.name}
          links={[
            { href: "/settings", label: t("settings"), current: isAt("/settings") },
            { href: "/autopay", label: t("autopay"), current: isAt("/autopay") },
            { href: "/prepared-payments", label: t("prepared"), current: isAt("/prepared-payments") },
            {
              href: "/more",
              label: t("accounts"),
              detail: t("accountCount", { count: accounts.accountCount }),
            },
          ]}
        >
          <SignOut />
        </LinkMenu>
      }
      nav={tabs.slice(0, -1)}
      // Five fit on a phone; the others are behind the last.
      tabs={tabs.filter(({ href }) => !BEHIND_MORE.includes(href))}
      footer={
        <>
          <span>{biller}</span>
          <Link href="/bank-details">{t("bankDetails")}</Link>
          <span>{t("bankDetailsNotice")}</span>
        </>
      }
    >
      {children}
    </PortalShell>
  );
}

/** The form that signs out; it works before script. */
export function SignOut() {
  const t = useTranslations("shell");
  return (
    <Form method="post" action="/sign-out" reloadDocument>
      <button type="submit" className="oi-button oi-button-text">
        {t("signOut")}
      </button>
    </Form>
  );
}

/** Where a switch leads: the same part of the portal, since a page of one account is none of another's. */
export const accountHref = (pathname: string, id: string): string =>
  `/${["invoices", "pay", "disputes", "promises", "remittances", "bank-details", "statement", "autopay"].find((part) => pathname.startsWith(`/${part}`)) ?? ""}?${ACCOUNT_PARAM}=${id}`;

function AccountSwitcher({
  account,
  accounts,
  accountCount,
}: Omit<ShellProps, "biller" | "person" | "openDisputes" | "openPromises">) {
  const t = useTranslations("shell");
  const { pathname } = useLocation();
  if (accountCount < 2) return account && <AccountName name={account.name} number={account.number} />;
  const links = accounts.map(({ id, name, number }) => ({
    href: accountHref(pathname, id),
    label: name,
    detail: t("accountNumber", { number }),
    current: id === account?.id,
  }));
  const all = {
    href: accountHref(pathname, ALL_ACCOUNTS),
    label: t("allAccounts"),
    detail: t("accountCount", { count: accountCount }),
    current: account === null,
  };
  const rest = { href: "/more", label: t("moreAccounts", { count: accountCount }) };
  const name = account ? (
    <AccountName name={account.name} number={account.number} />
  ) : (
    <AccountName name={t("allAccounts")} />
  );
  return (
    <LinkMenu
      face={
        <>
          {name} <span className="oi-hidden">{t("switchAccount")}</span>
        </>
      }
      links={[...links, all, ...(accountCount > accounts.length ? [rest] : [])]}
    />
  );
}
