import fc from "fast-check";
import { expect, test } from "vitest";
import { sum } from "../kernel/money.ts";
import { type Claim, holdsOf, NO_CLAIMS } from "./hold.ts";

const claim = (id: string, amountMinor: bigint): Claim => ({ id, number: id, amountMinor });

test("a dispute holds its amount and leaves the rest ready to pay and to be chased", () => {
  expect(holdsOf(48_216_40n, 0n, { disputes: [claim("DSP-0347", 6_480_00n)], promises: [] })).toMatchObject({
    disputedMinor: 6_480_00n,
    readyMinor: 41_736_40n,
    chaseMinor: 41_736_40n,
  });
});

test("a promise stops chasing for its amount, which may be paid at any time", () => {
  expect(holdsOf(100n, 0n, { disputes: [], promises: [claim("PRM-0001", 60n)] })).toMatchObject({
    promisedMinor: 60n,
    readyMinor: 100n,
    chaseMinor: 40n,
  });
});

test("what is paid meanwhile is no longer held: the oldest dispute keeps what is left", () => {
  const { disputes, disputedMinor } = holdsOf(50n, 0n, {
    disputes: [claim("first", 40n), claim("second", 40n)],
    promises: [claim("later", 40n)],
  });
  expect(disputes.map((hold) => hold.heldMinor)).toEqual([40n, 10n]);
  expect(disputedMinor).toBe(50n);
});

test("without claims all that is not in flight is ready", () => {
  expect(holdsOf(100n, 30n, NO_CLAIMS)).toMatchObject({ readyMinor: 70n, chaseMinor: 70n });
});

test("together they never hold more than is open, and are the sum of their parts, whatever the amounts", () => {
  const amount = fc.bigInt({ min: 0n, max: 1_000_000n });
  const claims = fc.array(
    amount.map((minor) => claim("x", minor)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(amount, amount, claims, claims, (openMinor, inFlightMinor, disputes, promises) => {
      const holds = holdsOf(openMinor, inFlightMinor, { disputes, promises });
      const goingMinor = inFlightMinor < openMinor ? inFlightMinor : openMinor;
      expect(goingMinor + holds.disputedMinor + holds.promisedMinor + holds.chaseMinor).toBe(openMinor);
      expect(sum(holds.disputes.map((hold) => hold.heldMinor))).toBe(holds.disputedMinor);
      expect(sum(holds.promises.map((hold) => hold.heldMinor))).toBe(holds.promisedMinor);
      expect(holds.chaseMinor <= holds.readyMinor && holds.readyMinor <= openMinor).toBe(true);
      const asked = sum(disputes.map((each) => each.amountMinor));
      const roomMinor = openMinor - goingMinor;
      expect(holds.disputedMinor).toBe(asked < roomMinor ? asked : roomMinor);
    }),
  );
});
