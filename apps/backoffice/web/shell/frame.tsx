import { OfficeShell, type RailGroup } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useSignedIn } from "../session.ts";
import { BooksSign } from "./books-sign.tsx";
import { CommandBox } from "./command-box.tsx";
import { useGlobalKeys } from "./global-keys.ts";
import { useShownKeys } from "./keys.tsx";
import { KeysHelp } from "./keys-help.tsx";
import { MARK } from "./mark.tsx";
import { PersonMenu } from "./person-menu.tsx";

const STUCK_MS = 60_000;
const WORK_MS = 30_000;

/** The frame of every screen: rail, bar with search and the state of the books, key bar. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("shell");
  const format = useFormats();
  const { today } = useSignedIn();
  const [open, setOpen] = useState<"none" | "command" | "keys">("none");
  // Ways to other screens stand with all keys: the bar has room for those of this one.
  const keys = useShownKeys().filter(({ keys: [first], label }) => first !== "g" && label !== t("keyHelp"));
  useGlobalKeys({ onCommand: () => setOpen("command"), onHelp: () => setOpen("keys") });
  return (
    <OfficeShell
      product={{ name: t("product"), href: "/customers", mark: MARK }}
      rail={useRail()}
      railFoot={<PersonMenu />}
      command={
        <CommandBox
          open={open === "command"}
          onOpen={() => setOpen("command")}
          onClose={() => setOpen("none")}
        />
      }
      bar={
        <>
          <span className="max-md:hidden">{format.day(today, { weekday: true })}</span>
          <BooksSign />
        </>
      }
      keys={keys}
    >
      {children}
      <KeysHelp open={open === "keys"} onClose={() => setOpen("none")} />
    </OfficeShell>
  );
}

/** An event that has just come is on its way, not stuck. */
const isLate = ({ status, receivedAt }: Answers["payments"]["events"][number]): boolean =>
  status !== "received" || Date.now() - receivedAt.getTime() > STUCK_MS;

/** How many disputes are open; it asks for somebody when an answer is late or soon due. */
function disputeCount(work: Answers["work"]["counts"] | undefined) {
  const { open = 0, breaching = 0 } = work?.disputes ?? {};
  return open > 0 ? { count: open, urgent: breaching > 0 } : {};
}

/** How much money waits: bank lines to match, receipts to use, advices without money. */
function useCashCounts() {
  const often = { refetchInterval: STUCK_MS };
  const lines = useQuery(api.bank.lineTotals.queryOptions({ state: "open", flow: "in" }, often)).data;
  const unapplied = useQuery(api.cash.unappliedTotals.queryOptions({ heldAs: "unapplied" }, often)).data;
  const advices = useQuery(api.remittances.list.queryOptions({ group: "waiting", limit: 1 }, often)).data;
  const counted = (totals: readonly { count: number }[] | undefined) =>
    totals?.reduce((sum, { count }) => sum + count, 0);
  return {
    lines: counted(lines?.totals),
    unapplied: counted(unapplied),
    advices: advices?.counts.waiting,
  };
}

function useRail(): RailGroup[] {
  const t = useTranslations("shell");
  const path = useRouterState({ select: (state) => state.location.pathname });
  const stuck = useQuery(
    api.payments.events.queryOptions({ stuckOnly: true, limit: 100 }, { refetchInterval: STUCK_MS }),
  );
  const link = (href: string, label: string, more = {}) => ({
    href,
    label,
    current: path === href || path.startsWith(`${href}/`),
    ...more,
  });
  const waiting = stuck.data?.filter(isLate).length ?? 0;
  const work = useQuery(api.work.counts.queryOptions(undefined, { refetchInterval: WORK_MS })).data;
  const cash = useCashCounts();
  const counted = (count: number | undefined, urgent = false) =>
    count !== undefined && count > 0 && { count, urgent };
  return [
    {
      label: t("myWork"),
      links: [
        link("/approvals", t("approvals"), counted(work?.approvals.forMe, true)),
        link("/tasks", t("tasks"), counted(work?.tasks.mine)),
      ],
    },
    {
      label: t("resolve"),
      links: [
        link("/disputes", t("disputes"), disputeCount(work)),
        link("/promises", t("promises"), counted(work?.promises.requests)),
        link("/causes", t("causes")),
        link("/cash", t("cash"), counted(cash.lines)),
        link("/unapplied", t("unappliedCash"), counted(cash.unapplied)),
        link("/remittances", t("remittances"), counted(cash.advices)),
        link("/payouts", t("payouts")),
        link("/statements", t("bankStatements")),
      ],
    },
    {
      label: t("accounts"),
      links: [
        link("/customers", t("customers")),
        link("/payments", t("payments")),
        link("/events", t("stuckEvents"), waiting > 0 && { count: waiting, urgent: true }),
      ],
    },
    {
      label: t("control"),
      links: [link("/books", t("books")), link("/close", t("closeBooks")), link("/profile", t("profile"))],
    },
  ];
}
