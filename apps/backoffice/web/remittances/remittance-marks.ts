import type { StatusState } from "@openitem/ui/status";
import type { Answers } from "../api.ts";

/** The mark of a remittance's state. */
export const MARKS: Readonly<Record<Answers["remittances"]["list"]["rows"][number]["status"], StatusState>> =
  {
    reading: "waiting-for-us",
    unreadable: "failed",
    draft: "waiting-for-you",
    confirmed: "unapplied",
    tied: "paid",
    withdrawn: "cancelled",
  };
