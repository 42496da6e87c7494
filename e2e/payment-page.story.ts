import { stripeControl } from "@openitem/sandbox/control";
import { expect, test } from "@playwright/test";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { finishAtStripe } from "./paying.ts";
import { portalUrl } from "./people.ts";

const MINUTE = 60_000;

test("the page of a payment looks again by itself until the money is there, and then rests", async ({
  page,
}, info) => {
  test.skip(info.project.name !== "desktop", "What the page asks for has no size.");
  const stripe = stripeControl(systemUnderTest().stripeUrl);
  await comeAsGuest(page, { address: "waiting@customer.example", customer: "104815" });
  await page.goto(`${portalUrl}/invoices?currency=USD`);
  await page.locator("input[name=item]:not([disabled])").first().check();
  await page.getByRole("button", { name: /^Pay / }).click();
  await page.clock.install();
  await page.locator("button[value=pay]").click();
  await finishAtStripe(page, "Card, confirmed later");
  await page.waitForURL(/\/payments\/[0-9a-f-]+\?returned=1/);
  await expect(page.getByText(/has arrived\./)).toHaveCount(0);

  let looks = 0;
  page.on("request", (request) => {
    if (/\/payments\/[^/]+\.data/.test(request.url())) looks += 1;
  });
  const [paymentId] = /[0-9a-f-]{36}/.exec(page.url()) ?? [];
  const session = (await stripe.state()).sessions.find(
    ({ client_reference_id: reference }) => reference === paymentId,
  );
  await stripe.settlePayment(String(session?.payment_intent));
  await expect(async () => {
    await page.clock.fastForward(3_000);
    await expect(page.getByText(/has arrived\./)).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  expect(looks).toBeGreaterThan(0);

  // What comes after, such as a return, comes days later: the page says so when it is asked for.
  looks = 0;
  await page.clock.fastForward(10 * MINUTE);
  await page.evaluate(() => document.title);
  expect(looks).toBe(0);
});
