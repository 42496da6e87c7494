import { expect, type Page } from "@playwright/test";

/** Decimal text as a person reads it ("1,904.15") as whole minor units. */
export const minorOf = (text: string): bigint => BigInt(text.replaceAll(/[^\d−-]/g, "").replace("−", "-"));

/** Minor units as they stand on an English page, of a currency with so many digits after the point. */
export const written = (minor: bigint, digits = 2): string => {
  const text = minor.toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ",");
  return digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
};

/** Finishes the payment page of Stripe's stand-in: "Card, accepted", "US bank account, settles", … */
export async function finishAtStripe(page: Page, how: string | RegExp): Promise<void> {
  await expect(page.getByText("How it goes")).toBeVisible();
  await page.getByRole("radio", { name: how }).check();
  await page.getByRole("button", { name: /^Pay / }).click();
}
