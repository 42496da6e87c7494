import { hash } from "node:crypto";

const WORDS = 4;

/**
 * The documents a file has named so far, with the row that named each first. Keeps 16 bytes a slot instead of the
 * text: 64 bits of the SHA-256 of the key, 32 of the contents' and the row; a million documents take 32 MB. That two
 * different keys among a million agree in 64 bits happens once in 37 million files.
 */
export class DocumentsSeen {
  #slots = new Uint32Array(WORDS * 1024);
  #count = 0;

  /** Remembers a document; when it was there before, answers its row and whether it had the same contents. */
  add(key: string, contents: string, row: number): { row: number; same: boolean } | null {
    if (this.#count * 3 >= (this.#slots.length / WORDS) * 2) this.#grow();
    const digest = hash("sha256", key, "buffer");
    const [high, low] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
    const print = hash("sha256", contents, "buffer").readUInt32LE(0);
    const at = find(this.#slots, high, low);
    const earlier = this.#slots[at + 3]!;
    if (earlier !== 0) return { row: earlier, same: this.#slots[at + 2] === print };
    this.#slots.set([high, low, print, row], at);
    this.#count += 1;
    return null;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 3] === 0) continue;
      this.#slots.set(old.subarray(at, at + WORDS), find(this.#slots, old[at]!, old[at + 1]!));
    }
  }
}

/** Where a key stands, or the free slot it may have. A row of 0 marks a free slot: rows count from 1. */
function find(slots: Uint32Array, high: number, low: number): number {
  const mask = slots.length / WORDS - 1;
  for (let slot = low & mask; ; slot = (slot + 1) & mask) {
    const at = slot * WORDS;
    if (slots[at + 3] === 0 || (slots[at] === high && slots[at + 1] === low)) return at;
  }
}
