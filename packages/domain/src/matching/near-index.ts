/*
 * Finds texts that are at most one mistake away, among hundreds of thousands, without comparing with each. Each text is
 * entered whole and with each one of its signs left out; two texts one mistake apart share an entry (the idea of
 * symmetric deletion). Entries are 32-bit hashes in typed arrays; what is found still has to be compared.
 */

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

export class NearIndex {
  private readonly heads: Int32Array;
  private readonly next: Int32Array;
  private readonly values: Int32Array;
  private readonly hashes: Int32Array;
  private readonly mask: number;

  /** `entries`: texts with the number each stands for; several texts may stand for one. */
  constructor(entries: readonly { text: string; value: number }[]) {
    const size = entries.reduce((total, { text }) => total + text.length + 1, 0);
    const buckets = 2 ** Math.max(4, Math.ceil(Math.log2(size + 1)));
    this.mask = buckets - 1;
    this.heads = new Int32Array(buckets).fill(-1);
    this.next = new Int32Array(size);
    this.values = new Int32Array(size);
    this.hashes = new Int32Array(size);
    let at = 0;
    for (const { text, value } of entries)
      for (let without = -1; without < text.length; without++) {
        const hash = hashOf(text, without);
        this.hashes[at] = hash;
        this.values[at] = value;
        this.next[at] = this.heads[hash & this.mask]!;
        this.heads[hash & this.mask] = at++;
      }
  }

  /** The numbers of texts that may be one mistake away from `text`, each once. */
  find(text: string): ReadonlySet<number> {
    const found = new Set<number>();
    for (let without = -1; without < text.length; without++) {
      const hash = hashOf(text, without);
      for (let at = this.heads[hash & this.mask]!; at >= 0; at = this.next[at]!)
        if (this.hashes[at] === hash) found.add(this.values[at]!);
    }
    return found;
  }
}

/** FNV-1a over the text without the sign at `without`; -1 leaves none out. */
function hashOf(text: string, without: number): number {
  let hash = FNV_START;
  for (let at = 0; at < text.length; at++)
    if (at !== without) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
  return hash | 0;
}
