import { useTranslations } from "use-intl";
import type { Answers } from "../api.ts";

/** A place the command box leads to. */
export type Destination = {
  id: string;
  group: string;
  label: string;
  detail?: string | undefined;
  href: string;
};

/** What fits a text: screens by their name, and what the search found. */
export function useDestinations(text: string, found: Answers["search"]["jump"] | undefined): Destination[] {
  const t = useTranslations("shell");
  const screens = [
    { label: t("customers"), href: "/customers" },
    { label: t("payments"), href: "/payments" },
    { label: t("disputes"), href: "/disputes" },
    { label: t("promises"), href: "/promises" },
    { label: t("causes"), href: "/causes" },
    { label: t("cash"), href: "/cash" },
    { label: t("unappliedCash"), href: "/unapplied" },
    { label: t("remittances"), href: "/remittances" },
    { label: t("payouts"), href: "/payouts" },
    { label: t("bankStatements"), href: "/statements" },
    { label: t("approvals"), href: "/approvals" },
    { label: t("tasks"), href: "/tasks" },
    { label: t("stuckEvents"), href: "/events" },
    { label: t("books"), href: "/books" },
    { label: t("closeBooks"), href: "/close" },
    { label: t("profile"), href: "/profile" },
  ];
  return [
    ...screens
      .filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
      .map(({ label, href }) => ({ id: href.slice(1), group: t("goTo"), label, href })),
    ...(found?.customers ?? []).map(({ id, number, name }) => ({
      id,
      group: t("foundCustomers"),
      label: name,
      detail: number,
      href: `/customers/${id}`,
    })),
    ...(found?.documents ?? []).map(({ id, number, kind, customerName, poNumber }) => ({
      id,
      group: t("foundDocuments"),
      label: `${number} · ${t(`kinds.${kind}`)}`,
      detail: poNumber ? `${customerName} · ${poNumber}` : customerName,
      href: `/items/${id}`,
    })),
    ...(found?.disputes ?? []).map(({ id, number, customerName }) => ({
      id,
      group: t("foundDisputes"),
      label: number,
      detail: customerName,
      href: `/disputes/${id}`,
    })),
    ...(found?.payments ?? []).map(({ id, number, customerName }) => ({
      id,
      group: t("foundPayments"),
      label: number,
      detail: customerName,
      href: `/payments/${id}`,
    })),
  ];
}
