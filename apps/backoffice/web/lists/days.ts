const DAY_MS = 86_400_000;

/** The day so many days after another; both ISO "2026-11-27". */
export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The day an instant falls on in a zone, ISO. */
export const dayOf = (at: Date, timeZone: string): string =>
  // Swedish writes days as ISO does.
  new Intl.DateTimeFormat("sv", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
