import { expect, type Page, test } from "@playwright/test";
import { askAbout } from "./biller-side.ts";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, withLines } from "./open-invoices.ts";
import { finishAtStripe, minorOf, written } from "./paying.ts";
import { mailTo, portalUrl } from "./people.ts";

/** Each size has accounts of its own, so that the stories do not dispute each other's invoices. */
const ACCOUNT = { desktop: "200170", phone: "310078" } as const;
const PLAIN = { desktop: "310055", phone: "400037" } as const;

const PROOF = {
  name: "Delivery log – Süd.csv",
  mimeType: "text/csv",
  buffer: Buffer.from("day,delivered\n2026-09-12,0\n"),
};
const PAGE = {
  name: "log.html",
  mimeType: "text/html",
  buffer: Buffer.from("<html><script>1</script></html>"),
};
const LARGE = { name: "recording.csv", mimeType: "text/csv", buffer: Buffer.alloc(10_000_001, "7,") };

/** Opens an invoice with several lines that nothing is said of yet; answers its number and address. */
async function openInvoice(page: Page): Promise<{ number: string; path: string; openMinor: bigint }> {
  const free = await freeInvoices(page.request, portalUrl);
  const { id, number } = await withLines(page.request, portalUrl, free);
  const path = `/invoices/${id}`;
  await page.goto(`${portalUrl}${path}`);
  const open = await page.locator(".oi-figure .oi-amount").innerText();
  return { number, path, openMinor: minorOf(open) };
}

test("a clerk disputes one line and pays the rest, answers a question, and withdraws", async ({
  page,
  browser,
}, info) => {
  test.slow();
  const customer = ACCOUNT[info.project.name as keyof typeof ACCOUNT];
  const address = `disputes.${info.project.name}@customer.example`;
  const complaints = complaintsOf(page);
  await comeAsGuest(page, { address, customer });
  const { number, path, openMinor } = await openInvoice(page);
  await expectFaultless(page);

  // One line of it, and why.
  await page.getByRole("link", { name: "Dispute", exact: true }).click();
  await expect(page.getByRole("heading", { name: `Dispute part of ${number}` })).toBeVisible();
  await expectFaultless(page);
  const line = page.locator(".dispute-line").first();
  const lineMinor = minorOf(await line.locator(".oi-amount").first().innerText());
  await line.getByRole("checkbox").check();
  await page.getByRole("radio", { name: "Not received" }).check();

  // What it asks for is asked for in its place; a file of a wrong kind or size leaves the others where they are.
  await page.locator("input[type=file]").setInputFiles([PROOF, PAGE, LARGE]);
  await expect(page.getByText("We cannot take log.html")).toBeVisible();
  await expect(page.getByText("recording.csv is larger than 10 MB")).toBeVisible();
  await page.getByRole("button", { name: "Remove log.html" }).click();
  await page.getByRole("button", { name: `Send dispute of ${written(lineMinor)}` }).click();
  await expect(page.getByText("Everything you typed is still here.")).toBeVisible();
  await expect(line.getByRole("checkbox")).toBeChecked();
  await expect(page.getByText(PROOF.name)).toBeVisible();
  await expectFaultless(page);
  await page.getByLabel("What did not arrive").fill("The campaign of 12 September");
  const restMinor = openMinor - lineMinor;
  await page.getByRole("button", { name: `Send and pay the rest, ${written(restMinor)}` }).click();

  // The rest is on the payment page, the disputed part is not.
  await expect(page.getByText(`${written(lineMinor)} disputed, left out`)).toBeVisible();
  await expect(page.getByLabel(`Pay for ${number}`)).toHaveValue(written(restMinor));
  await expectFaultless(page);
  await page.getByRole("button", { name: `Pay ${written(restMinor)}`, exact: true }).click();
  await finishAtStripe(page, /Card, accepted/);
  await expect(page.getByText(`${written(restMinor)} `).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/has arrived\./)).toBeVisible({ timeout: 30_000 });

  // The books: what is disputed is open and held, and nothing else of it.
  await page.goto(`${portalUrl}${path}`);
  expect(minorOf(await page.locator(".oi-figure .oi-amount").innerText())).toBe(lineMinor);
  await expect(page.locator(".oi-parts-line")).toContainText(`Disputed, held${written(lineMinor)}`);
  await expect(page.locator(".oi-parts-line")).not.toContainText("Ready to pay");
  await expectFaultless(page);
  await page.goto(`${portalUrl}/invoices?state=disputed`);
  await expect(page.getByRole("row").filter({ hasText: number })).toContainText("Disputed");
  expect(JSON.parse(await ar("verify", "--json"))).toMatchObject({ agrees: true, differences: [] });

  // The biller asks; it waits for the clerk at home, on the invoice, and by mail.
  await page.goto(`${portalUrl}/disputes`);
  await expectFaultless(page);
  const dispute = await page.locator(".oi-document").first().innerText();
  await askAbout(browser, dispute, "Which sender ID carried it?");
  await mailTo(address, "");
  await page.goto(portalUrl);
  await expect(page.getByText("We asked you a question")).toBeVisible();
  await page.getByRole("link", { name: "Answer", exact: true }).click();
  await expect(page.getByText("Which sender ID carried it?")).toBeVisible();
  await expectFaultless(page);
  await page.getByLabel("Your answer").fill("24365, all of it.");
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.getByText("Your answer is sent.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Conversation" })).toContainText("24365, all of it.");

  // Only what was added can be taken away again, always as a file.
  const file = page.getByRole("link", { name: PROOF.name });
  const download = await page.request.get(`${portalUrl}${await file.getAttribute("href")}`);
  expect(download.headers()["content-disposition"]).toContain("attachment;");
  expect(download.headers()["content-security-policy"]).toContain("sandbox");
  expect(await download.text()).toBe(PROOF.buffer.toString());

  await page.getByRole("link", { name: "Withdraw" }).click();
  await expect(page.getByRole("heading", { name: `Withdraw ${dispute}?` })).toBeVisible();
  await expectFaultless(page);
  await page.getByRole("button", { name: "Withdraw this dispute" }).click();
  await expect(page.getByText("What it held is payable again.")).toBeVisible();
  await page.goto(`${portalUrl}${path}`);
  await expect(page.getByRole("link", { name: `Pay ${written(lineMinor)}` })).toBeVisible();
  await expect(page.locator(".oi-timeline")).toContainText(`${dispute} was withdrawn`);
  expect(JSON.parse(await ar("verify", "--json"))).toMatchObject({ agrees: true, differences: [] });
  expect(complaints).toEqual([]);
});

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  test("files go with the form, what was refused comes back, the button says the sum, and withdrawing asks first", async ({
    page,
  }, info) => {
    const customer = PLAIN[info.project.name as keyof typeof PLAIN];
    await comeAsGuest(page, { address: `disputes.plain.${info.project.name}@customer.example`, customer });
    const { path, openMinor } = await openInvoice(page);
    await page.goto(`${portalUrl}/disputes/new?item=${path.split("/").at(-1)}`);
    await page.getByRole("radio", { name: "An amount of it" }).check();
    const amount = page.getByLabel("Amount you dispute");
    await amount.fill(written(openMinor + 1n));
    await page.getByRole("radio", { name: "Something else" }).check();
    await page.locator("input[type=file]").setInputFiles([PROOF, PAGE]);
    await page.getByLabel("Anything else we should know").fill("Nobody ordered this.");
    await page.getByRole("button", { name: "Send dispute" }).last().click();
    await expect(page.getByText("Everything you typed is still here.")).toBeVisible();
    await expect(page.getByText(`Up to ${written(openMinor)} can be disputed.`).first()).toBeVisible();
    await expect(page.getByText("We cannot take log.html")).toBeVisible();
    await expect(page.getByText(PROOF.name)).toBeVisible();
    await expect(page.getByLabel("Anything else we should know")).toHaveValue("Nobody ordered this.");

    await amount.fill("10.00");
    await page
      .getByRole("button", { name: /^Send dispute/ })
      .last()
      .click();
    await expect(page.getByText("The dispute comes to 10.00.")).toBeVisible();
    await page.getByRole("button", { name: "Send dispute of 10.00" }).click();
    await expect(page.getByText(/^DSP-\d+ is sent\. 10\.00 is held\.$/)).toBeVisible();
    await expect(page.getByRole("link", { name: PROOF.name })).toBeVisible();

    // A second dispute of all of it is told what is left, and where the first is.
    await page.goto(`${portalUrl}/disputes/new?item=${path.split("/").at(-1)}`);
    await expect(page.getByText(/is already disputed in DSP-/)).toBeVisible();
    await page.getByRole("link", { name: "You can add to it there." }).click();
    await page.getByRole("link", { name: "Withdraw" }).click();
    await page.getByLabel("Why you withdraw it").fill("It was ours after all.");
    await page.getByRole("button", { name: "Withdraw this dispute" }).click();
    await expect(page.getByText("What it held is payable again.")).toBeVisible();
    await expect(page.getByText("It was ours after all.")).toBeVisible();
  });
});
