import { plain, withoutZeros } from "./document-number.ts";
import type { Alias, Payer } from "./match.ts";
import { likeness, type PayerName, payerAccount, payerName } from "./payer-name.ts";

/** The customers and what is known of who pays for them, to be asked by account, name and number. */
export type KnownPayer = Payer & { rootId: string; called: PayerName };

/** Buckets of more names than this hold a word that says nothing. */
const BUCKET_MOST = 120;
const REMEMBERED_MOST = 50_000;

export class PayerIndex {
  readonly byId = new Map<string, KnownPayer>();
  private readonly byAccount = new Map<string, Set<string>>();
  private readonly byName = new Map<string, Set<string>>();
  private readonly byNumber = new Map<string, KnownPayer[]>();
  private readonly byWord = new Map<string, KnownPayer[]>();
  private readonly remembered = new Map<string, { payer: KnownPayer; likeness: number }[]>();

  constructor(payers: readonly Payer[], aliases: readonly Alias[]) {
    const parents = new Map(payers.map(({ customerId, parentId }) => [customerId, parentId]));
    for (const payer of payers) {
      const known = { ...payer, rootId: rootOf(payer.customerId, parents), called: payerName(payer.name) };
      this.byId.set(payer.customerId, known);
      add(this.byNumber, withoutZeros(plain(payer.number).replace(/[^A-Z0-9]/g, "")), known);
      for (const word of bucketsOf(known.called)) add(this.byWord, word, known);
    }
    for (const { customerId, kind, value } of aliases) {
      const index = kind === "account" ? this.byAccount : this.byName;
      // Kept values are normalised; to normalise them once more may change them.
      const keys = kind === "account" ? [payerAccount(value)] : [value, payerName(value).joined];
      for (const key of new Set(keys)) index.set(key, (index.get(key) ?? new Set()).add(customerId));
    }
  }

  /** The family a customer belongs to, by its topmost member; a stranger is a family of his own. */
  rootOf(customerId: string): string {
    return this.byId.get(customerId)?.rootId ?? customerId;
  }

  ofAccount = (account: string): ReadonlySet<string> => this.byAccount.get(payerAccount(account)) ?? NOBODY;
  ofLearntName = (name: string): ReadonlySet<string> => this.byName.get(payerName(name).joined) ?? NOBODY;
  /** `number`: letters and digits, without leading zeros. */
  ofNumber = (number: string): readonly KnownPayer[] => this.byNumber.get(number) ?? [];

  /** How alike a written name is to this customer's. */
  likeness(written: string, customerId: string): number {
    const payer = this.byId.get(customerId);
    return payer ? likeness(payerName(written), payer.called, this.weight, written.trim().length) : 0;
  }

  /** Customers whose name is at least `least` like the written one, the most alike first. */
  ofName(written: string, least: number): readonly { payer: KnownPayer; likeness: number }[] {
    const known = this.remembered.get(written);
    if (known) return known;
    const called = payerName(written);
    const near = new Set<KnownPayer>();
    for (const word of bucketsOf(called)) {
      const bucket = this.byWord.get(word);
      if (bucket && (bucket.length <= BUCKET_MOST || word.startsWith("=")))
        for (const payer of bucket) near.add(payer);
    }
    const found = [...near]
      .map((payer) => ({
        payer,
        likeness: likeness(called, payer.called, this.weight, written.trim().length),
      }))
      .filter((each) => each.likeness >= least)
      .sort((a, b) => b.likeness - a.likeness || (a.payer.customerId < b.payer.customerId ? -1 : 1));
    if (this.remembered.size >= REMEMBERED_MOST) this.remembered.clear();
    this.remembered.set(written, found);
    return found;
  }

  /** Rare words weigh more; one that nobody here is called by (a town, a branch) tells nobody from another. */
  private readonly weight = (word: string): number => {
    const known = this.weights.get(word);
    if (known !== undefined) return known;
    const holders = this.byWord.get(word)?.length ?? 0;
    const weighs = Math.log(1 + (this.byId.size + 1) / Math.max(1, holders));
    if (holders === 0) return weighs / 3;
    this.weights.set(word, weighs);
    return weighs;
  };
  private readonly weights = new Map<string, number>();
}

const NOBODY: ReadonlySet<string> = new Set();

/** Under what a name is looked for: its words, its beginning, and the whole of it. */
const bucketsOf = ({ words, joined }: PayerName): Set<string> =>
  new Set([...words, `^${joined.slice(0, 5)}`, `$${joined.slice(-6)}`, `=${joined}`]);

function rootOf(customerId: string, parents: ReadonlyMap<string, string | null>): string {
  const seen = new Set<string>();
  let at = customerId;
  for (;;) {
    const parent = parents.get(at);
    // A circle ends at its smallest member, whoever asks.
    if (seen.has(at)) return [...seen].sort()[0] ?? customerId;
    if (!parent || !parents.has(parent)) return at;
    seen.add(at);
    at = parent;
  }
}

function add<T>(index: Map<string, T[]>, key: string, value: T): void {
  const bucket = index.get(key);
  if (bucket) bucket.push(value);
  else index.set(key, [value]);
}
