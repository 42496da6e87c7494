import type { Outcome } from "@openitem/domain/matching/match";
import { chanceFrom } from "../matching/chance.ts";
import { type Numbering, REAL_ITEMS } from "../matching/open-items.ts";
import { scenarioOf } from "../matching/payments.ts";
import { type Counted, precisionOf, recallOf, type Tally, tallyOf, type Wrong } from "../matching/tally.ts";
import type { Bench, Measure, Row } from "../measure.ts";

/** The numbers of the real ledger, four times with other draws, and how other billers number. */
const NUMBERINGS: Numbering[] = [
  ...Array.from({ length: 4 }, () => "as it is" as const),
  "year",
  "plain eight",
  "dashed",
  "letters",
  "digits",
];
/** A quarter of the lines each time: more would use up the documents. */
const FULL = { items: 100_000, lines: 25_000, others: 10_000 };
const QUICK = { items: 5_000, lines: 4_000, others: 1_000 };
const LINES_AIM = 2_000;

/**
 * The matching engine over generated payments with known truth: what it applied by itself that was wrong, what it left
 * that it should have applied, and how fast it is. The floors are the truth and the aim; no database is used.
 */
export const matching: Measure = { name: "matching", run };

async function run({ isQuick, seed, tell }: Bench): Promise<Row[]> {
  const sizes = isQuick ? QUICK : FULL;
  const total = { right: none(), wrong: [] as Wrong[] };
  const speeds: number[] = [];
  const facts: Record<string, unknown> = {};
  for (const [at, numbering] of NUMBERINGS.entries()) {
    const lines = numbering === "as it is" ? sizes.lines : sizes.others;
    const scenario = scenarioOf(chanceFrom(seed + at), { items: sizes.items, lines, numbering });
    if (!scenario.isReal && at === 0) tell(`${REAL_ITEMS} is not there: the open items are made up.`);
    const tally = tallyOf(scenario);
    for (const line of linesOf(numbering, tally, scenario.payments.length)) tell(line);
    for (const wrong of tally.wrong) tell(`WRONG ${describe(wrong)}`);
    if (numbering === "as it is") speeds.push(scenario.payments.length / tally.seconds);
    for (const kind of ["clean", "noisy"] as const) add(total.right[kind], tally.byQuality.get(kind));
    total.right.lines += tally.total.lines;
    total.right.applied += tally.total.applied;
    total.wrong.push(...tally.wrong);
    facts[`${numbering}, ${at + 1}`] = { ...tally.total, kinds: Object.fromEntries(tally.byKind) };
  }
  const { right, wrong } = total;
  const row = (name: string, says: string, ours: number, aim: number, better: Row["better"]): Row => ({
    name,
    says,
    unit: "lines",
    ratio: "ours/floor",
    better,
    aim,
    rounds: [{ ours, floor: better === "exactly 1" ? right.applied : 1 }],
    facts,
  });
  return [
    row(
      "matching-right",
      "lines applied by itself that were right, of those applied by itself; traps, duplicates and noise among them",
      right.applied - wrong.length,
      1,
      "exactly 1",
    ),
    {
      ...row(
        "matching-clean",
        "lines with clean references applied by itself, of all such",
        right.clean.right,
        0.97,
        "higher",
      ),
      rounds: [{ ours: right.clean.right, floor: right.clean.due }],
    },
    {
      ...row(
        "matching-noisy",
        "lines with misspelt or cut references applied by itself, of all such",
        right.noisy.right,
        0.85,
        "higher",
      ),
      rounds: [{ ours: right.noisy.right, floor: right.noisy.due }],
    },
    {
      ...row(
        "matching-speed",
        `lines a second against ${sizes.items} open items, of the ${LINES_AIM} aimed at`,
        0,
        1,
        "higher",
      ),
      unit: "lines/s",
      rounds: speeds.map((ours) => ({ ours, floor: LINES_AIM })),
    },
  ];
}

function linesOf(
  numbering: Numbering,
  { total, byKind, byQuality, ...tally }: Tally,
  lines: number,
): string[] {
  const share = (value: number) => `${(100 * value).toFixed(2)} %`;
  const text = (counted: Counted) =>
    `${String(counted.lines).padStart(7)} lines, ${share(counted.applied / counted.lines).padStart(8)} by itself, ` +
    `precision ${share(precisionOf(counted))}, recall ${share(recallOf(counted))}; of applications ` +
    `${share(counted.applicationsMade === 0 ? 1 : counted.applicationsRight / counted.applicationsMade)} right, ` +
    `${share(counted.applicationsDue === 0 ? 1 : counted.applicationsRight / counted.applicationsDue)} found`;
  return [
    `numbers ${numbering}: ${Math.round(lines / tally.seconds)} lines/s (${Math.round(lines / tally.cpuSeconds)} a second of processor), ` +
      `${tally.preparedSeconds.toFixed(1)} s to index, ${tally.wrong.length} wrong`,
    `  ${"all".padEnd(44)}${text(total)}`,
    ...[...byQuality].map(([name, counted]) => `  ${name.padEnd(44)}${text(counted)}`),
    ...[...byKind]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, counted]) => `    ${name.padEnd(42)}${text(counted)}`),
  ];
}

function describe({ payment: { kind, money, truth }, outcome }: Wrong): string {
  const made = (outcome: Outcome) =>
    (outcome.proposals[0]?.applications ?? [])
      .map(({ number, amountMinor }) => `${number} ${amountMinor}`)
      .join(", ");
  const due = [...truth].map(([itemId, minor]) => `${itemId} ${minor}`).join(", ");
  return `(${kind}) ${money.amountMinor} from ${money.counterpartyName}: "${money.unstructured ?? money.structured.join(" ")}" -> ${outcome.rule}: ${made(outcome)}; should be ${due || "nothing"}`;
}

const none = () => ({ lines: 0, applied: 0, clean: { right: 0, due: 0 }, noisy: { right: 0, due: 0 } });

function add(sum: { right: number; due: number }, counted: Counted | undefined): void {
  sum.right += counted?.right ?? 0;
  sum.due += counted?.due ?? 0;
}
