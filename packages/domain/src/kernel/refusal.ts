export type RefusalKind = "invalid" | "forbidden" | "missing" | "conflict";

/** How the outside world hears of a refusal over HTTP. Adapters map these four, and nothing else. */
export const HTTP_STATUS = {
  invalid: 422,
  forbidden: 403,
  missing: 404,
  conflict: 409,
} as const satisfies Record<RefusalKind, number>;

/** Facts a translated sentence needs: amounts as decimal strings with their currency beside them, names, days. */
export type RefusalFacts = Record<string, string | number>;

/**
 * An expected "no": shown to the person where he is, with what he typed kept. Thrown inside a transaction it
 * undoes it. Anything else that is thrown is a bug.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly kind: RefusalKind;
  /** Stable, for tests and for message catalogues: "payment.over_open". */
  readonly code: string;
  readonly facts: RefusalFacts;

  constructor(kind: RefusalKind, code: string, sentence: string, facts: RefusalFacts = {}) {
    super(sentence);
    this.kind = kind;
    this.code = code;
    this.facts = facts;
  }
}

/** States a fact the code relies on. Failing means the program is wrong, not the person. */
export function invariant(fact: unknown, message: string): asserts fact {
  if (!fact) throw new Error(`Invariant broken: ${message}`);
}
