import { most, sum } from "../kernel/money.ts";
import type { Statement, StatementRow, StatementSection } from "./statement.ts";

/** A company of the biller, as far as a sender is chosen by it. */
export type Company = { id: string; code: string };

/**
 * Who sends a statement: the legal entity that is owed most. Amounts of two currencies do not compare, so the currency
 * with the most rows decides. Where it owes two alike, the one with more rows, then the first by code. With nothing
 * open it is the entity that billed last, else the first by code; null without any entity.
 */
export function senderOf<E extends Company>(
  statement: Statement,
  entities: readonly E[],
  lastBilledById: string | null = null,
): E | null {
  const byCode = [...entities].sort(inCodeOrder);
  const [section] = [...statement.sections].sort((a, b) => rowsOf(b).length - rowsOf(a).length);
  const mostOwed = section ? owedMost(section, byCode) : undefined;
  return mostOwed ?? byCode.find(({ id }) => id === lastBilledById) ?? byCode[0] ?? null;
}

/** The legal entities that documents of a statement belong to, by code. */
export function entitiesOn<E extends Company>(statement: Statement, entities: readonly E[]): E[] {
  const ids = new Set(statement.sections.flatMap(rowsOf).map(({ legalEntityId }) => legalEntityId));
  return entities.filter(({ id }) => ids.has(id)).sort(inCodeOrder);
}

function owedMost<E extends Company>(section: StatementSection, entities: readonly E[]): E | undefined {
  const rows = rowsOf(section);
  const standings = entities
    .map((entity) => {
      const isOurs = (row: StatementRow) => row.legalEntityId === entity.id;
      const owedMinor = sum(section.debits.filter(isOurs).map(({ openMinor }) => openMinor));
      return { entity, owedMinor, count: rows.filter(isOurs).length };
    })
    .filter(({ count }) => count > 0);
  const topMinor = standings.map(({ owedMinor }) => owedMinor).reduce(most, 0n);
  const leading = standings.filter(({ owedMinor }) => owedMinor === topMinor);
  return leading.sort((a, b) => b.count - a.count)[0]?.entity;
}

const rowsOf = ({ debits, credits }: StatementSection): StatementRow[] => [...debits, ...credits];

const inCodeOrder = (a: Company, b: Company): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
