import type { Biller } from "./biller.ts";
import type { Cluster } from "./cluster.ts";

/** One round: what we did and what the floor did, one right after the other, in the row's unit. */
export type Round = { ours: number; floor: number };

/** One line of the table. */
export type Row = {
  name: string;
  /** What is measured, and what it is measured against. */
  says: string;
  unit: string;
  /** How `ours` and `floor` become the ratio. */
  ratio: "ours/floor" | "floor/ours";
  better: "higher" | "lower" | "exactly 1";
  /** Left out for a row that is only told, not judged. */
  aim?: number;
  rounds: Round[];
  /** What a reader of the raw data needs beside the rounds: sizes, shapes, what was checked. */
  facts: Record<string, unknown>;
};

/** What every measure is given. */
export type Bench = {
  cluster: Cluster;
  /** A biller of its own for each measure. */
  newBiller(slug: string): Promise<Biller>;
  /** A folder for files, removed at the end. */
  folder: string;
  isQuick: boolean;
  seed: number;
  /** A line of progress. */
  tell(line: string): void;
};

export type Measure = { name: string; run(bench: Bench): Promise<Row[]> };

export type Summary = {
  ours: number;
  floor: number;
  ratio: number;
  /** The lowest and the highest ratio of a round. */
  spread: [number, number];
};

/**
 * Runs `ours` and `floor` in turn, the one that goes first changing with each round, so that a busy moment of the
 * machine meets both. Rounds below zero are the warm-up and are thrown away.
 */
export async function inTurn(
  { rounds, warmUps = 1 }: { rounds: number; warmUps?: number },
  ours: (round: number) => Promise<number>,
  floor: (round: number) => Promise<number>,
): Promise<Round[]> {
  const kept: Round[] = [];
  for (let round = -warmUps; round < rounds; round++) {
    const oursFirst = round % 2 === 0;
    const first = oursFirst ? await ours(round) : await floor(round);
    const second = oursFirst ? await floor(round) : await ours(round);
    if (round >= 0) kept.push(oursFirst ? { ours: first, floor: second } : { ours: second, floor: first });
  }
  return kept;
}

/** The ratio is the median of the rounds' ratios, not the ratio of medians: only neighbours are compared. */
export function summarise({ rounds, ratio }: Pick<Row, "rounds" | "ratio">): Summary {
  const ratios = rounds.map(({ ours, floor }) => (ratio === "ours/floor" ? ours / floor : floor / ours));
  return {
    ours: median(rounds.map((round) => round.ours)),
    floor: median(rounds.map((round) => round.floor)),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The value that `share` of the values do not exceed (nearest rank). */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
};

/** Seconds that `work` takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return (performance.now() - since) / 1000;
}

/** Does `work` for each thing, `clients` at a time, each client taking the next thing as it gets free. */
export async function byClients<T>(
  clients: number,
  things: readonly T[],
  work: (thing: T, client: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (next < things.length) await work(things[next++]!, client);
    }),
  );
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
