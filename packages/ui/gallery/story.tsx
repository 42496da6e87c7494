import type { AgeingBucket } from "@openitem/ui/ageing-bars";
import type { AmountPart } from "@openitem/ui/parts-strip";

/** One customer's books on one day, the same figures on every page of the gallery. */
export const CUSTOMER = "Meridian Freight & Customs Brokerage Group, Inc.";

export const parts: AmountPart[] = [
  {
    kind: "ready",
    label: "Overdue, ready to pay",
    detail: "4 invoices, oldest 80 days past due",
    minor: 9_219_647n,
    href: "#ready",
  },
  {
    kind: "disputed",
    label: "Disputed, held",
    detail: "Part of INV-2026-08417. Waiting for your answer",
    minor: 648_000n,
    href: "#disputed",
  },
  {
    kind: "promised",
    label: "Promised, held",
    detail: "You promised it for Fri 27 Nov",
    minor: 190_415n,
    href: "#promised",
  },
  {
    kind: "flight",
    label: "In flight",
    detail: "Bank debit by Tomasz Lewandowski, expected Fri 20 Nov",
    minor: 5_137_792n,
    href: "#flight",
  },
  {
    kind: "not-due",
    label: "Not yet due",
    detail: "2 invoices, next on Mon 30 Nov",
    minor: 5_532_988n,
    href: "#not-due",
  },
];

export const buckets: AgeingBucket[] = [
  { step: 0, minor: 5_532_988n, href: "#b0" },
  { step: 1, minor: 4_746_007n, href: "#b1" },
  { step: 2, minor: 5_437_792n, href: "#b2" },
  { step: 3, minor: 4_821_640n, href: "#b3" },
  { step: 4, minor: 190_415n, href: "#b4" },
];

export const OPEN = 20_728_842n;

export type Item = {
  number: string;
  about: string;
  issued: string;
  due: string | null;
  amount: bigint;
  open: bigint;
  state:
    | "promised"
    | "part-disputed"
    | "in-flight"
    | "overdue"
    | "open"
    | "credit"
    | "on-account"
    | "due-soon";
  label?: string;
  detail?: string;
};

export const items: Item[] = [
  {
    number: "INV-2026-07031",
    about: "Usage June 2026",
    issued: "2026-06-30",
    due: "2026-07-30",
    amount: 1_290_415n,
    open: 190_415n,
    state: "promised",
    label: "Promised for 27 Nov",
    detail: "11,000.00 paid",
  },
  {
    number: "INV-2026-08417",
    about: "Usage July 2026",
    issued: "2026-07-31",
    due: "2026-08-30",
    amount: 4_821_640n,
    open: 4_821_640n,
    state: "part-disputed",
    detail: "6,480.00 held, rest is payable",
  },
  {
    number: "INV-2026-09260",
    about: "Usage August 2026",
    issued: "2026-08-31",
    due: "2026-09-30",
    amount: 5_137_792n,
    open: 5_137_792n,
    state: "in-flight",
    detail: "expected Fri 20 Nov",
  },
  {
    number: "INV-2026-10188",
    about: "Usage September 2026",
    issued: "2026-09-30",
    due: "2026-10-30",
    amount: 4_682_007n,
    open: 4_682_007n,
    state: "overdue",
  },
  {
    number: "INV-2026-11054",
    about: "Usage October 2026",
    issued: "2026-10-31",
    due: "2026-11-21",
    amount: 5_409_388n,
    open: 5_409_388n,
    state: "due-soon",
    label: "Due in 3 days",
  },
  {
    number: "CM-2026-0532",
    about: "Credit memo: route outage 12 Sep",
    issued: "2026-10-09",
    due: null,
    amount: -235_000n,
    open: -235_000n,
    state: "credit",
    detail: "use it when you pay",
  },
  {
    number: "RCT-88210",
    about: "Overpaid on 2 Oct",
    issued: "2026-10-02",
    due: null,
    amount: -4_930_000n,
    open: 0n,
    state: "on-account",
    detail: "use it when you pay",
  },
];
