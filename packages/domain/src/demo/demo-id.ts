import { createHash } from "node:crypto";

/** The same id for the same name on every load: a UUID of version 8 (RFC 9562, 5.8) made of a hash. */
export function demoId(name: string): string {
  const bytes = hashOf(name);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** What a provider would call an object: "demo_pi_" and 24 characters that follow from the name. */
export const demoRef = (kind: string, name: string): string =>
  `demo_${kind}_${hashOf(`${kind}:${name}`).toString("hex").slice(0, 24)}`;

export type Dice = {
  /** A whole number from `least` to `greatest`, both included. */
  between(least: number, greatest: number): number;
  pick<T>(list: readonly T[]): T;
};

/** Chance that falls the same way on every load: xorshift32 (Marsaglia 2003), seeded by a name. */
export function diceOf(name: string): Dice {
  let state = hashOf(`dice:${name}`).readUInt32BE(0) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 0x1_0000_0000;
  };
  const between = (least: number, greatest: number) => least + Math.floor(next() * (greatest - least + 1));
  return { between, pick: (list) => list[between(0, list.length - 1)]! };
}

const hashOf = (name: string): Buffer =>
  createHash("sha256").update(`openitem demo company: ${name}`).digest();
