import { pay, prepareBooks } from "@openitem/domain/matching/books";
import { matchMoney } from "@openitem/domain/matching/engine";
import type { Outcome } from "@openitem/domain/matching/match";
import { type MatchingPolicy, shippedMatchingPolicy } from "@openitem/domain/matching/matching-policy";
import type { Payment, Scenario } from "./payments.ts";

export type Counted = {
  lines: number;
  /** Lines that have something to be applied. */
  due: number;
  applied: number;
  wrong: number;
  /** Applied by itself, all of it as it should be. */
  right: number;
  applicationsDue: number;
  applicationsMade: number;
  applicationsRight: number;
};
export type Wrong = { payment: Payment; outcome: Outcome };
export type Tally = {
  total: Counted;
  byKind: Map<string, Counted & { quality: string }>;
  byQuality: Map<string, Counted>;
  wrong: Wrong[];
  /** Lines that should have been applied and were left, for a look at what is missing. */
  left: Wrong[];
  preparedSeconds: number;
  seconds: number;
  /** Of the processor, which a busy machine does not stretch. */
  cpuSeconds: number;
};

/** Runs the engine over the payments in their order, as a run would, and holds its answers against the truth. */
export function tallyOf(scenario: Scenario, policy: MatchingPolicy = shippedMatchingPolicy): Tally {
  const started = performance.now();
  const prepared = prepareBooks(scenario.books);
  const begun = performance.now();
  const tally: Tally = {
    total: none(),
    byKind: new Map(),
    byQuality: new Map(),
    wrong: [],
    left: [],
    preparedSeconds: (begun - started) / 1_000,
    seconds: 0,
    cpuSeconds: 0,
  };
  const cpu = process.cpuUsage();
  const outcomes = scenario.payments.map((payment) => {
    const outcome = matchMoney(prepared, payment.money, policy);
    const [best] = outcome.proposals;
    if (outcome.kind === "apply" && best) pay(prepared, best.applications, { on: payment.money.valueOn });
    return outcome;
  });
  tally.seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  tally.cpuSeconds = (user + system) / 1_000_000;
  const applied = new Set(scenario.payments.filter((_, at) => outcomes[at]?.kind === "apply"));
  scenario.payments.forEach((payment, at) => {
    const isFirst = payment.again !== null && !applied.has(payment.again);
    count(
      tally,
      isFirst ? { ...payment, truth: applied.has(payment) ? payment.again!.truth : payment.truth } : payment,
      outcomes[at]!,
    );
  });
  return tally;
}

export const precisionOf = ({ applied, wrong }: Counted): number => (applied === 0 ? 1 : 1 - wrong / applied);
export const recallOf = ({ due, right }: Counted): number => (due === 0 ? 1 : right / due);

function count(tally: Tally, payment: Payment, outcome: Outcome): void {
  const made = outcome.kind === "apply" ? (outcome.proposals[0]?.applications ?? []) : [];
  const rightOnes = made.filter(
    ({ itemId, amountMinor }) => payment.truth.get(itemId) === amountMinor,
  ).length;
  const isWrong = rightOnes < made.length;
  const isRight = made.length > 0 && !isWrong && made.length === payment.truth.size;
  const kind = tally.byKind.get(payment.kind) ?? { ...none(), quality: payment.quality };
  const quality = tally.byQuality.get(payment.quality) ?? none();
  tally.byKind.set(payment.kind, kind);
  tally.byQuality.set(payment.quality, quality);
  for (const counted of [tally.total, kind, quality]) {
    counted.lines += 1;
    counted.due += payment.truth.size > 0 ? 1 : 0;
    counted.applied += made.length > 0 ? 1 : 0;
    counted.wrong += isWrong ? 1 : 0;
    counted.right += isRight ? 1 : 0;
    counted.applicationsDue += payment.truth.size;
    counted.applicationsMade += made.length;
    counted.applicationsRight += rightOnes;
  }
  if (isWrong) tally.wrong.push({ payment, outcome });
  else if (payment.truth.size > 0 && !isRight) tally.left.push({ payment, outcome });
}

const none = (): Counted => ({
  lines: 0,
  due: 0,
  applied: 0,
  wrong: 0,
  right: 0,
  applicationsDue: 0,
  applicationsMade: 0,
  applicationsRight: 0,
});
