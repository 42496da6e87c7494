import type { Warning } from "./report.ts";
import type { Draft } from "./row.ts";

/** How a customer is written in the file: every spelling of its number and every name, with how often. */
type Account = {
  /** Its account in the books, once it is known or opened. */
  id: string | null;
  /** What was written when this run opened it; null when it was there before. */
  opened: { number: string; name: string } | null;
  accepted: boolean;
  numbers: Map<string, number>;
  names: Map<string, number>;
};

/** A name that changes with every row must not fill the memory. */
const VARIANTS_MAX = 50;
const VARIANTS_SHOWN = 12;

/** The customers of one run by `customerKey`: memory grows with the customers of a file, not with its rows. */
export class AccountsSeen {
  readonly #accounts = new Map<string, Account>();

  note({ customerKey, customerNumber, customerName }: Draft): void {
    const account = this.#of(customerKey);
    count(account.numbers, customerNumber);
    count(account.names, customerName);
  }

  idOf = (key: string): string | null => this.#accounts.get(key)?.id ?? null;

  found(key: string, id: string): void {
    this.#of(key).id = id;
  }

  opened(key: string, id: string, as: { number: string; name: string }): void {
    const account = this.#of(key);
    account.id = id;
    account.opened = as;
  }

  accepted(key: string): void {
    this.#of(key).accepted = true;
  }

  /** How an account is to be written: the longest spelling of its number, its most frequent name, the first of equals. */
  bestOf(key: string): { number: string; name: string } {
    const { numbers, names } = this.#of(key);
    let number = "";
    for (const spelling of numbers.keys()) if (spelling.length > number.length) number = spelling;
    let name = "";
    let most = 0;
    for (const [each, times] of names) if (times > most) [name, most] = [each, times];
    return { number, name };
  }

  /** Accounts this run opened under a number or name that the rest of the file has outvoted. */
  renamed(): { id: string; number: string; name: string }[] {
    return [...this.#accounts].flatMap(([key, { id, opened }]) => {
      if (id === null || opened === null) return [];
      const best = this.bestOf(key);
      return best.number === opened.number && best.name === opened.name ? [] : [{ id, ...best }];
    });
  }

  counts(): { seen: number; created: number } {
    let [seen, created] = [0, 0];
    for (const account of this.#accounts.values()) {
      if (account.accepted) seen += 1;
      if (account.opened) created += 1;
    }
    return { seen, created };
  }

  /** One warning for each customer that the file writes in several ways. */
  *variants(): Generator<Warning> {
    for (const [key, { numbers, names }] of this.#accounts) {
      if (numbers.size < 2 && names.size < 2) continue;
      const { number } = this.bestOf(key);
      const ways = [
        numbers.size > 1 ? `numbered ${shown(numbers)}` : "",
        names.size > 1 ? `named ${shown(names)}` : "",
      ].filter(Boolean);
      yield {
        code: "customer.variants",
        value: number,
        message: `one account, ${ways.join(" and ")}`,
      };
    }
  }

  #of(key: string): Account {
    let account = this.#accounts.get(key);
    if (!account) {
      account = { id: null, opened: null, accepted: false, numbers: new Map(), names: new Map() };
      this.#accounts.set(key, account);
    }
    return account;
  }
}

function count(variants: Map<string, number>, text: string): void {
  const times = variants.get(text);
  if (times !== undefined || variants.size < VARIANTS_MAX) variants.set(text, (times ?? 0) + 1);
}

function shown(variants: ReadonlyMap<string, number>): string {
  const first = [...variants.keys()].slice(0, VARIANTS_SHOWN).join(", ");
  const rest = variants.size - VARIANTS_SHOWN;
  return rest > 0 ? `${first} and ${rest} more` : first;
}
