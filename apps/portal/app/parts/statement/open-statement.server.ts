import { isDay } from "@openitem/domain/kernel/business-day";
import { readStatement } from "@openitem/domain/statements/read-statement";
import type { Statement } from "@openitem/domain/statements/statement";
import { redirect } from "react-router";
import type { Viewer } from "../../context.ts";

/** No books go back further, and the database knows no year 0. */
const FIRST_DAY = "1900-01-01";

/** The day an address asks for: today without one; what is wrong with it otherwise. */
export function askedDay(
  params: URLSearchParams,
  today: string,
): { asOf: string; fault: "notADay" | "notYet" | null } {
  const asked = params.get("asOf");
  if (!asked) return { asOf: today, fault: null };
  if (!isDay(asked) || asked < FIRST_DAY) return { asOf: today, fault: "notADay" };
  return asked > today ? { asOf: today, fault: "notYet" } : { asOf: asked, fault: null };
}

export const askedCurrency = (params: URLSearchParams): string | null =>
  /^[A-Z]{3}$/.exec(params.get("currency") ?? "")?.[0] ?? null;

/** The one statement that page, PDF and CSV are made of. Refuses `statement.differs`. */
export async function openStatement(viewer: Viewer, params: URLSearchParams): Promise<Statement> {
  const { asOf } = askedDay(params, viewer.today);
  const { ctx, customerIds } = viewer;
  if (customerIds.length === 0) return { asOf, sections: [] };
  return readStatement(ctx, { customerIds, asOf, currency: askedCurrency(params) });
}

/** The same for a file, which has no place to say what is wrong with a day: its page says it. */
export async function openStatementFile(viewer: Viewer, { searchParams, search }: URL): Promise<Statement> {
  if (askedDay(searchParams, viewer.today).fault) throw redirect(`/statement${search}`);
  return openStatement(viewer, searchParams);
}

/** "statement-104882-2026-11-18": the name of a file of it. */
export function statementFileName(viewer: Viewer, { asOf }: Statement, currency: string | null): string {
  const number = viewer.account?.number;
  return ["statement", ...(number ? [number] : []), ...(currency ? [currency] : []), asOf].join("-");
}
