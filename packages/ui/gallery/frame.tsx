import { LinkMenu } from "@openitem/ui/link-menu";
import { AccountName, PortalShell } from "@openitem/ui/portal-shell";
import type { ReactNode } from "react";
import { CUSTOMER } from "./story.tsx";

const mark = (
  <svg viewBox="0 0 24 24" aria-hidden="true">
    <path d="M4 20V8a8 8 0 1 1 8 8H8" fill="none" stroke="currentColor" strokeWidth="3" />
  </svg>
);

/** The portal's frame, with every slot in use. */
export function Portal({ at, children }: { at: string; children: ReactNode }) {
  return (
    <PortalShell
      biller={{ name: "Parlance", href: "#home", mark }}
      account={
        <LinkMenu
          face={<AccountName name={CUSTOMER} number="104882" />}
          links={[
            { href: "#a", label: CUSTOMER, detail: "104882", current: true },
            { href: "#b", label: "Meridian Freight Canada ULC", detail: "104883" },
          ]}
        />
      }
      user={
        <>
          <a href="#help">Help</a>
          <a href="#me">Dana Whitfield</a>
        </>
      }
      nav={[
        { href: "#home", label: "Home" },
        { href: "#invoices", label: "Invoices", count: 10 },
        { href: "#pay", label: "Pay" },
        { href: "#disputes", label: "Disputes", count: 1 },
        { href: "#promises", label: "Promises", count: 1 },
        { href: "#statements", label: "Statements" },
      ].map((item) => ({ ...item, current: item.label === at }))}
      tabs={[
        { href: "#home", label: "Home", icon: "home" as const },
        { href: "#invoices", label: "Invoices", icon: "list" as const },
        { href: "#pay", label: "Pay", icon: "pay" as const },
        { href: "#disputes", label: "Disputes", icon: "message" as const },
        { href: "#more", label: "More", icon: "more" as const },
      ].map((tab) => ({ ...tab, current: tab.label === at }))}
      footer={
        <>
          <span>Parlance Communications, Inc.</span>
          <a href="#bank">Our bank details</a>
          <span>We never send changed bank details by mail.</span>
        </>
      }
    >
      {children}
    </PortalShell>
  );
}
