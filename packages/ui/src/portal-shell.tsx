import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Icon, type IconName } from "./icon.tsx";
import { Link } from "./link.tsx";
import { SkipLink } from "./skip-link.tsx";

export type PortalNavItem = {
  href: string;
  label: string;
  count?: number | string;
  current?: boolean;
};

export type PortalTab = PortalNavItem & { icon: IconName };

/** The frame of the portal: biller and account on top, navigation below it, on a phone five tabs at the bottom. */
export function PortalShell({
  biller,
  account,
  user,
  nav = [],
  tabs = [],
  footer,
  children,
}: {
  /** whose portal it is; `mark` is a picture of 22 px */
  biller: { name: string; href: string; mark?: ReactNode };
  /** the account, or the switcher between several */
  account?: ReactNode;
  /** help and the menu of the signed-in person; not shown on a phone, where `More` holds them */
  user?: ReactNode;
  nav?: readonly PortalNavItem[];
  /** five at most */
  tabs?: readonly PortalTab[];
  footer?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("ui");
  return (
    <div className={tabs.length > 0 ? "oi-portal has-tabs" : "oi-portal"}>
      <SkipLink />
      <header className="oi-top">
        <div className="oi-top-in">
          <Link href={biller.href} className="oi-biller">
            {biller.mark}
            <span>{biller.name}</span>
          </Link>
          {account != null && <div className="oi-account">{account}</div>}
          {user != null && <div className="oi-user">{user}</div>}
        </div>
      </header>
      {nav.length > 0 && (
        <nav className="oi-nav" aria-label={t("mainNavigation")}>
          <ul>
            {nav.map((item) => (
              <li key={item.href}>
                <Link href={item.href} aria-current={item.current ? "page" : undefined}>
                  {item.label}
                  {item.count !== undefined && <span className="oi-count">{item.count}</span>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <main id="main" tabIndex={-1} className="oi-main">
        {children}
      </main>
      {footer != null && <footer className="oi-footer">{footer}</footer>}
      {tabs.length > 0 && (
        <nav className="oi-tabbar" aria-label={t("phoneNavigation")}>
          <ul>
            {tabs.map((tab) => (
              <li key={tab.href}>
                <Link href={tab.href} aria-current={tab.current ? "page" : undefined}>
                  <Icon name={tab.icon} />
                  {tab.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
}

/** The name and number of an account, as the switcher's face. */
export function AccountName({ name, number }: { name: string; number?: string }) {
  return (
    <span className="oi-account-name">
      <span title={name}>{name}</span>
      {number && <span className="oi-account-number">{number}</span>}
    </span>
  );
}
