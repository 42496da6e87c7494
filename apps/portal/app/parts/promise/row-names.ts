const SHOWN = 2;

/** The first numbers of a promise's documents, and how many there are beside them. */
export function namesOf(documents: readonly string[], count: number): { first: string; more: number } {
  const shown = count <= SHOWN + 1 ? documents.slice(0, SHOWN + 1) : documents.slice(0, SHOWN);
  return { first: shown.join(", "), more: count - shown.length };
}
