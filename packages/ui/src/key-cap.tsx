import type { ReactNode } from "react";

/** One key of the keyboard. */
export function KeyCap({ children }: { children: ReactNode }) {
  return <kbd className="oi-key">{children}</kbd>;
}
