import type { matchOutcomes } from "@openitem/db/schema/matching";
import type { Proposal, Signal } from "../matching/match.ts";

/* Outcomes as they are kept: amounts as decimal text of minor units, because JSON has no bigint. Pure. */

export type OutcomeRow = typeof matchOutcomes.$inferSelect;
export type OutcomeKind = OutcomeRow["kind"];

/** What was made of a line, as it stands in the books. */
export type KeptOutcome = Omit<OutcomeRow, "organizationId" | "proposals" | "waits"> & {
  proposals: Proposal[];
  waits: Signal[];
};

const AMOUNTS = new Set(["freeMinor", "amountMinor", "discountMinor", "minor"]);

/** Proposals as JSON keeps them. */
export const proposalsText = (proposals: readonly Proposal[]): readonly unknown[] =>
  JSON.parse(JSON.stringify(proposals, (_, value) => (typeof value === "bigint" ? String(value) : value)));

/** The same as they were. */
export const readProposals = (kept: readonly unknown[]): Proposal[] =>
  JSON.parse(JSON.stringify(kept), (key, value) =>
    AMOUNTS.has(key) && typeof value === "string" ? BigInt(value) : value,
  ) as Proposal[];

export const readOutcome = ({ organizationId: _, ...row }: OutcomeRow): KeptOutcome => ({
  ...row,
  proposals: readProposals(row.proposals),
  waits: row.waits as Signal[],
});
