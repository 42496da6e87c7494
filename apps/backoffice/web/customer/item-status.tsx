import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";

export type ItemStanding = {
  kind: "invoice" | "debit_memo" | "refund" | "credit_memo" | "receipt";
  currency: string;
  amountMinor: bigint;
  openMinor: bigint;
  inFlightMinor: bigint;
  heldAs: "unapplied" | "on_account" | null;
  /** Positive past the due day; null where nothing is due. */
  daysLate: number | null;
  payerName?: string | null | undefined;
  /** What of it is in question, and what is promised for which day. */
  disputedMinor?: bigint;
  promisedMinor?: bigint;
  promisedOn?: string | null | undefined;
};

const SOON_DAYS = 7;

/** The state of a document in one word, the most pressing one first. */
export function ItemStatus({ item }: { item: ItemStanding }) {
  const t = useTranslations("customer");
  const format = useFormats();
  const {
    kind,
    openMinor,
    amountMinor,
    inFlightMinor,
    daysLate,
    disputedMinor = 0n,
    promisedMinor = 0n,
  } = item;
  const isCredit = kind === "credit_memo" || kind === "receipt";
  if (openMinor === 0n) return isCredit ? <Status state="kept" label={t("used")} /> : <Status state="paid" />;
  if (inFlightMinor > 0n) return <Status state="in-flight" label={inFlightLabel()} />;
  if (disputedMinor > 0n) return <Status {...disputedLook()} />;
  if (promisedMinor > 0n) return <Status state="promised" label={promisedLabel()} />;
  if (kind === "credit_memo") return <Status state="credit" />;
  if (kind === "receipt") return <Status state={item.heldAs === "on_account" ? "on-account" : "unapplied"} />;
  if (daysLate !== null && daysLate > 0) return <Status state="overdue" />;
  if (daysLate !== null && daysLate >= -SOON_DAYS)
    return (
      <Status state="due-soon" label={daysLate === 0 ? t("dueToday") : t("dueIn", { days: -daysLate })} />
    );
  return <Status state={openMinor < amountMinor ? "part-paid" : "open"} />;

  function disputedLook() {
    if (disputedMinor >= openMinor) return { state: "disputed" as const };
    const amount = format.amount(disputedMinor, item.currency);
    return { state: "part-disputed" as const, label: t("disputedPart", { amount }) };
  }

  function promisedLabel(): string | undefined {
    if (!item.promisedOn) return undefined;
    const day = format.day(item.promisedOn, { year: false });
    if (promisedMinor >= openMinor) return t("promisedFor", { day });
    return t("promisedPart", { day, amount: format.amount(promisedMinor, item.currency) });
  }

  function inFlightLabel(): string | undefined {
    if (inFlightMinor < openMinor)
      return t("inFlightPart", { amount: format.amount(inFlightMinor, item.currency) });
    return item.payerName ? t("inFlightBy", { name: item.payerName }) : undefined;
  }
}
