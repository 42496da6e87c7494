import { PortalShell } from "@openitem/ui/portal-shell";
import type { ReactNode } from "react";
import { BillerMark } from "./mark.tsx";

/** The frame of pages that nobody is signed in on: the biller on top, one column. */
export function BarePage({ biller, children }: { biller: string; children: ReactNode }) {
  return (
    <PortalShell biller={{ name: biller, href: "/", mark: <BillerMark /> }}>
      <div className="mx-auto grid w-full max-w-md gap-5">{children}</div>
    </PortalShell>
  );
}
