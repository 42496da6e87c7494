/*
 * Which of some amounts come to exactly a sum: meet in the middle, so that twenty documents need a thousand sums each
 * half and not a million. Stops at the second answer, because two are as good as many: it is ambiguous.
 */

export type Subsets = {
  /** Places of the amounts, ascending; at most two answers. */
  found: readonly (readonly number[])[];
  /** Combinations that were weighed. */
  tried: number;
};

/**
 * Amounts are positive minor units; there may be at most 40, or it is a RangeError. Sums beyond what a number holds
 * exactly (2^53) are not searched: `tried` is 0.
 */
export function subsetsOf(amounts: readonly bigint[], targetMinor: bigint): Subsets {
  if (amounts.length > 40) throw new RangeError("More than 40 amounts are not searched.");
  const usable = amounts.flatMap((minor, place) =>
    minor > 0n && minor <= targetMinor ? [{ minor: Number(minor), place }] : [],
  );
  const target = Number(targetMinor);
  if (
    !Number.isSafeInteger(target) ||
    usable.reduce((all, { minor }) => all + minor, 0) > Number.MAX_SAFE_INTEGER
  )
    return { found: [], tried: 0 };
  const middle = usable.length >> 1;
  const [low, high] = [usable.slice(0, middle), usable.slice(middle)];
  const left = sumsOf(low);
  const byMinor = new Map<number, number[]>();
  left.forEach((minor, mask) => {
    const masks = byMinor.get(minor);
    if (!masks) byMinor.set(minor, [mask]);
    else if (masks.length < 2) masks.push(mask);
  });
  const found: number[][] = [];
  sumsOf(high).forEach((minor, mask) => {
    for (const other of byMinor.get(target - minor) ?? [])
      if (found.length < 2 && (mask !== 0 || other !== 0))
        found.push([...placesOf(low, other), ...placesOf(high, mask)]);
  });
  return { found, tried: 2 ** usable.length };
}

type Usable = { minor: number; place: number };

/** The sum of each combination; the place in the list is its mask. */
function sumsOf(usable: readonly Usable[]): Float64Array {
  const sums = new Float64Array(2 ** usable.length);
  usable.forEach(({ minor }, bit) => {
    for (let mask = 0; mask < 2 ** bit; mask++) sums[mask + 2 ** bit] = sums[mask]! + minor;
  });
  return sums;
}

const placesOf = (usable: readonly Usable[], mask: number): number[] =>
  usable.flatMap(({ place }, bit) => (Math.floor(mask / 2 ** bit) % 2 === 1 ? [place] : []));
