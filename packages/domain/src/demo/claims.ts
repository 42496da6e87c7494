import { numberSeries } from "@openitem/db/schema/activity";
import { changeMailChoices } from "../access/change-mail-choices.ts";
import { lapseDisputes } from "../disputes/lapse-disputes.ts";
import { invariant } from "../kernel/refusal.ts";
import { transact } from "../kernel/transact.ts";
import { type CashDebts, cashDebts } from "./cash-debts.ts";
import { causeStories } from "./cause-stories.ts";
import { chargedPlan, chargeStories, lumiereDocuments } from "./charge-stories.ts";
import { type DemoDispute, dispute } from "./dispute.ts";
import { earlyDisputes, indiaDisputes, middleDisputes } from "./dispute-stories.ts";
import type { DemoDocument } from "./documents.ts";
import { lateDisputes } from "./late-disputes.ts";
import { INDIA, meridianClaims, OUTAGE } from "./meridian-claims.ts";
import { newestDisputes } from "./newest-disputes.ts";
import { creditsOf, ordinaryDisputes } from "./ordinary-disputes.ts";
import { preparedStories } from "./prepared-stories.ts";
import { promise } from "./promise.ts";
import { promiseStories } from "./promise-stories.ts";
import { remittanceStories } from "./remittance-stories.ts";
import { asContact, asWorker, type Happening, type Stage } from "./stage.ts";
import { storyDocuments } from "./story-documents.ts";

/*
 * Everything that is disputed, promised, charged by itself or prepared for another to release. It is played one after
 * the other, in the order of time over all customers: numbers without gaps are then the same on every load.
 */

export type Claims = {
  /** To be issued before; nothing hangs on their order. */
  documents: readonly DemoDocument[];
  happenings: Happening[];
  /** Those of the documents that money at the bank is about. */
  debts: CashDebts;
};

/** Numbers that the story knows, and the days on which they were given. */
const OLDEST = { number: 266, on: -150 };
/** Before anything takes a number. */
const NUMBERED_FROM = -360;
const OUTAGE_NUMBER = 291;
const PELICAN_NUMBER = 312;
const BRIGHTWATER_NUMBER = 339;
const INDIA_NUMBER = 347;
const OUTAGE_MEMO = 532;

export function claims(stage: Stage): Claims {
  const documents = storyDocuments(stage);
  const lumiere = lumiereDocuments(documents);
  const { pelican, brightwater } = indiaDisputes(stage, documents);
  const early = earlyDisputes(documents);
  const middle = middleDisputes(stage, documents, lumiere.disputed);
  const late = lateDisputes(documents);
  // A part that was split off has a number of its own.
  const splits = middle.filter(({ after }) => after?.some(({ is }) => is === "split")).length;
  const between = (from: number, to: number, told: number) => {
    invariant(to - from - 1 >= told, "the story's numbers leave room for what is told");
    return to - from - 1 - told;
  };
  const ordinary = [
    {
      name: "summer",
      from: OLDEST.on,
      to: OUTAGE.on,
      count: between(OLDEST.number, OUTAGE_NUMBER, 0),
      receipts: 76_000,
    },
    {
      name: "september",
      from: OUTAGE.on,
      to: pelican.on,
      count: between(OUTAGE_NUMBER, PELICAN_NUMBER, early.length),
      receipts: 76_100,
    },
    {
      name: "october",
      from: pelican.on,
      to: brightwater.on,
      count: between(PELICAN_NUMBER, BRIGHTWATER_NUMBER, middle.length + splits),
      receipts: 76_200,
    },
    {
      name: "november",
      from: brightwater.on,
      to: INDIA.on,
      count: between(BRIGHTWATER_NUMBER, INDIA_NUMBER, late.length),
      receipts: 76_300,
    },
  ].map((stretch) => ordinaryDisputes(stage, documents, stretch));
  const told = [
    OUTAGE,
    INDIA,
    pelican,
    brightwater,
    ...early,
    ...middle,
    ...late,
    ...newestDisputes(documents),
  ];
  const plan = chargedPlan(stage, documents);
  const stories = [...told, ...ordinary.flatMap((each) => each.stories)];
  const happenings = [
    { at: stage.calendar.at(NUMBERED_FROM, "00:05"), run: () => continueNumbers(stage, stories) },
    ...causeStories(stage),
    ...told.flatMap((story) => dispute(stage, story)),
    ...ordinary.flatMap((each) => each.happenings),
    ...meridianClaims(stage),
    ...promiseStories(stage, documents),
    ...(plan ? promise(stage, plan) : []),
    ...promise(stage, {
      key: lumiere.promised,
      customer: "lumiere",
      by: { contact: "claire" },
      on: -9,
      documents: [{ item: lumiere.promised, amountMinor: 3_050_00n }],
      dates: 8,
    }),
    ...chargeStories(stage, documents),
    ...preparedStories(stage, documents),
    ...remittanceStories(stage, documents),
    ...lapses(stage),
    ...mailChoices(stage),
  ];
  // After all others, whose numbers stay what they are.
  return { documents: documents.all, happenings, debts: cashDebts(documents) };
}

/** The numbers go on where those of an earlier system ended; whatever took one since stays before it. */
async function continueNumbers(stage: Stage, stories: readonly DemoDispute[]): Promise<void> {
  const ctx = asWorker(stage, "demo", stage.calendar.at(NUMBERED_FROM, "00:05"));
  const { organizationId } = ctx;
  const memos = memosBefore(stories);
  const next = {
    dispute: OLDEST.number + 1,
    credit_memo: OUTAGE_MEMO - memos,
    promise: 118,
    receipt: 80_001,
    debit_memo: 431,
    prepared_payment: 41,
  };
  await transact(ctx, (tx) =>
    tx
      .insert(numberSeries)
      .values(Object.entries(next).map(([series, each]) => ({ organizationId, series, next: each })))
      .onConflictDoNothing(),
  );
}

/** How many credit memos disputes have made until that of the outage. */
function memosBefore(stories: readonly DemoDispute[]): number {
  const outageOn = OUTAGE.after?.find(({ is }) => is === "decided")?.on ?? 0;
  return stories
    .filter((story) => story.key !== OUTAGE.key)
    .flatMap(({ after = [] }) => after)
    .filter((step) => creditsOf(step) && step.on < outageOn).length;
}

const DAYS = 7;

/** Once a week: what nobody contested in time is closed. */
const lapses = (stage: Stage): Happening[] =>
  Array.from({ length: Math.floor(-OLDEST.on / DAYS) }, (_, index): Happening => {
    const at = stage.calendar.at(OLDEST.on + (index + 1) * DAYS, "02:15");
    return { at, run: () => lapseDisputes(asWorker(stage, "disputes", at)) };
  });

/** What people of the accounts want to be told by mail. */
const mailChoices = (stage: Stage): Happening[] => {
  const chosen: readonly [string, Parameters<typeof changeMailChoices>[1]][] = [
    ["dana", { disputes: "every_step", colleagues_disputes: "outcome", promises: "every_step" }],
    ["tomasz", { disputes: "outcome", colleagues_disputes: "outcome", promises: "needed" }],
    ["lucinda", { colleagues_disputes: "every_step", promises: "needed" }],
    ["imogen", { disputes: "none" }],
  ];
  const at = stage.calendar.at(-66, "10:45");
  return chosen.map(([contact, choices]) => ({
    at,
    run: () => changeMailChoices(asContact(stage, contact, at), choices),
  }));
};
