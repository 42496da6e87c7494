import { afterAll, describe, expect, test } from "vitest";
import { FakeGateway } from "../../test/fake-gateway.ts";
import { readBalances } from "../items/read-balances.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { listUntied } from "../provider-money/list-untied.ts";
import { sweepProviderMoney } from "../provider-money/sweep-provider-money.ts";
import { customerOf } from "./customers.ts";
import { loadDemo } from "./load-demo.ts";
import { newPlace, type Place } from "./test/place.ts";

const MERIDIAN = customerOf("meridian").id;

const places: Place[] = [];
afterAll(async () => {
  for (const place of places) await place.close();
});

describe("payments left under way", () => {
  test("stand at the provider as they stand here, so that nobody looks for them in vain", async () => {
    const place = await newPlace();
    places.push(place);
    const gateway = new FakeGateway();
    const control = {
      async completeSession(checkoutId: string, { method }: { method: string }) {
        const setup = gateway.setups.get(checkoutId);
        if (setup?.methodId) {
          gateway.keep(setup.methodId);
          return;
        }
        const paymentId = gateway.checkouts.get(checkoutId)?.paymentId ?? "";
        gateway.complete(paymentId, { status: "processing", method });
      },
    };
    // A day in spring, in a leap year, soon after midnight in New York: the story does not hang on its date.
    const now = new Date("2028-03-01T05:20:00Z");
    await loadDemo(place.settings({ gateway, control, now }));
    const rows = await place.owner`
      select status, checkout_id, intent_id from payments where status in ('created', 'submitted', 'processing') order by status`;
    expect(rows.map(({ status }) => status)).toEqual(["created", "processing", "processing", "submitted"]);
    for (const { status, checkout_id, intent_id } of rows) {
      expect(gateway.checkouts.has(checkout_id)).toBe(status !== "created");
      expect(gateway.intents.has(intent_id)).toBe(status === "processing");
    }
    for (const { spec } of gateway.checkouts.values())
      expect(spec.expiresAt.getTime() - now.getTime()).toBeGreaterThanOrEqual(30 * 60_000);
    const [, usd] = await readBalances(place.at(now), [MERIDIAN]);
    expect(usd).toMatchObject({ openMinor: 207_288_42n, inFlightMinor: 51_377_92n, oldestDaysLate: 111 });

    // The provider knows of nothing that was before: looking there finds nothing new and loses nothing.
    const swept = await sweepProviderMoney({ ...place.at(now), gateway, portalUrl: "http://localhost:3000" });
    expect(swept).toEqual({ movements: 0, payouts: 0, tied: 0, failures: [] });
    expect(await listUntied(place.at(now))).toMatchObject([{ kind: "payout", cause: "not_at_bank" }]);
    expect((await verifyBooks(place.at(now))).differences).toEqual([]);
  }, 120_000);
});
