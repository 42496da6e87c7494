import { expect, type Page } from "@playwright/test";

/** Decimal text as a person reads it ("1,904.15") as whole minor units. */
export const minorOf = (text: string): bigint => BigInt(text.replaceAll(/[^\d−-]/g, "").replace("−", "-"));

/** Minor units as they stand on an English page. */
export const written = (minor: bigint): string => {
  const text = minor.toString().padStart(3, "0");
  return `${text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ",")}.${text.slice(-2)}`;
};

/** Finishes the payment page of Stripe's stand-in: "Card, accepted", "US bank account, settles", … */
export async function finishAtStripe(page: Page, how: string | RegExp): Promise<void> {
  await expect(page.getByText("How it goes")).toBeVisible();
  await page.getByRole("radio", { name: how }).check();
  await page.getByRole("button", { name: /^Pay / }).click();
}
