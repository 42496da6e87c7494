import { resendControl } from "@openitem/sandbox/resend-control";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { systemUnderTest } from "./fixtures.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { minorOf } from "./paying.ts";
import { environment, mailTo, portalUrl, signIn } from "./people.ts";

const { backofficeUrl, mailUrl, signIns } = systemUnderTest();
/** An account of its own, so that no other story disputes or pays its invoices. */
const CUSTOMER = { number: "104826", name: "Atlas Consumer Lending Holdings, Inc." };
const ADDRESS = "disputes.office@customer.example";
const QUESTION = "Which of your two sender IDs carried this traffic?";
const ANSWER = "All of it went out as MRDFRT.";
/** A collector may credit 5,000.00 by himself. */
const DISPUTED = "6,480.00";

/** Somebody of the biller in a browser of his own. */
async function colleague(browser: Browser, name: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const complaints = complaintsOf(page);
  await signIn(page, name);
  return { page, complaints };
}

/** Disputes an amount of an invoice of the account that is large enough, as a payer does; answers the dispute's number and address. */
async function raise(page: Page): Promise<{ number: string; path: string }> {
  const free = await freeInvoices(page.request, portalUrl, { currency: "USD" });
  const { id } = needed(free.findLast(({ openMinor }) => openMinor > minorOf(DISPUTED)));
  await page.goto(`${portalUrl}/invoices/${id}`);
  await page.getByRole("link", { name: "Dispute", exact: true }).click();
  await page.locator("input[type=radio][value=amount]").check();
  await page.locator("input[name^='amount.']").fill(DISPUTED);
  await page.locator("input[name=reason][value=contract]").check();
  await page.locator("input[name='fact.contract.agreed_in']").fill("Rate card 7, page 4");
  await page.locator("textarea[name=comment]").fill("The DLT route moved to rate card 7 on 1 July.");
  await page.locator("button[name=intent][value=send]").click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}/);
  const named = page.getByText(/DSP-\d+/).first();
  await expect(named).toBeVisible();
  const number = /DSP-\d+/.exec(await named.innerText())?.[0] ?? "";
  return { number, path: new URL(page.url()).pathname };
}

/** What the report of root causes says was credited to the account. */
async function creditedTo(page: Page): Promise<bigint> {
  await page.goto(`${backofficeUrl}/causes?by=customer`);
  const row = page.getByRole("row").filter({ hasText: CUSTOMER.name });
  await expect(row).toBeVisible();
  return minorOf(await row.getByRole("cell").nth(4).innerText());
}

/** Where answers to the mail go whose subject begins so. */
async function replyAddressOf(subject: string): Promise<string> {
  await mailTo(ADDRESS, subject);
  const headers = { Authorization: `Bearer ${environment.RESEND_API_KEY}` };
  const read = async <T>(path: string) => (await (await fetch(`${mailUrl}${path}`, { headers })).json()) as T;
  const { data } = await read<{ data: { id: string; to: string[]; subject: string }[] }>("/emails?limit=100");
  const mail = data.find(({ to, subject: title }) => to.includes(ADDRESS) && title.startsWith(subject));
  const { reply_to } = await read<{ reply_to: string | string[] }>(`/emails/${mail?.id}`);
  return [reply_to].flat()[0] ?? "";
}

test("a credit beyond a collector's limit is approved by a manager, and the customer learns of it", async ({
  page,
  browser,
}, info) => {
  test.skip(info.project.name !== "desktop", "Each step is taken once; sizes are looked at below.");
  test.setTimeout(180_000);
  const portalComplaints = complaintsOf(page);
  await comeAsGuest(page, { address: ADDRESS, customer: CUSTOMER.number });
  const { number, path } = await raise(page);
  expect(number).toMatch(/^DSP-\d+$/);
  await mailTo(ADDRESS, `We have your dispute ${number}`);

  // The collector finds it in the queue by keys alone, takes it and asks.
  const { page: priya, complaints } = await colleague(browser, "Priya Raman");
  await priya.goto(`${backofficeUrl}/disputes?tab=new&search=${number}`);
  const row = priya.getByRole("row").filter({ hasText: number });
  await expect(row.getByText(/office days/)).toBeAttached();
  await expectFaultless(priya);
  await priya.keyboard.press("j");
  await priya.keyboard.press("Enter");
  await expect(priya.getByRole("heading", { name: number })).toBeVisible();
  await expect(priya.getByText("Rate card 7, page 4")).toBeVisible();
  await expectFaultless(priya);
  await priya.getByRole("button", { name: "Take", exact: true }).click();
  await expect(priya.getByText("It is yours.")).toBeVisible();

  // What is typed outlives looking elsewhere.
  await priya.keyboard.press("a");
  await priya.getByLabel("What do you want to know?").fill(QUESTION);
  await priya.getByRole("link", { name: CUSTOMER.name }).first().click();
  await expect(priya.getByRole("heading", { name: CUSTOMER.name })).toBeVisible();
  await expectFaultless(priya);
  await priya.goBack();
  await expect(priya.getByLabel("What do you want to know?")).toHaveValue(QUESTION);
  await priya.getByLabel("What do you want to know?").press("Control+Enter");
  await expect(priya.getByText("The clock stands.")).toBeVisible();
  await expect(priya.getByText("Waiting for customer").first()).toBeVisible();

  // The customer answers by mail; his words land in the conversation, without what he quotes, and the clock runs on.
  const answersGoTo = await replyAddressOf(`A question about ${number}`);
  expect(answersGoTo).toMatch(/^dispute\+[0-9a-f]{40}@/);
  await resendControl(mailUrl).receive({
    from: `Ana Ortiz <${ADDRESS}>`,
    to: answersGoTo,
    subject: `Re: A question about ${number}`,
    text: `${ANSWER}\n\nOn 22 Nov 2026, at 10:00, Parlance <billing@parlance.example> wrote:\n> ${QUESTION}\n`,
    attachments: [{ filename: "dlt.csv", content: Buffer.from("day,sender\n").toString("base64") }],
  });
  const thread = priya.getByRole("region", { name: "Conversation" });
  await expect(async () => {
    await priya.reload();
    await expect(thread.getByText(ANSWER)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  const entry = thread.getByRole("listitem").filter({ hasText: ANSWER });
  await expect(entry).toContainText("by mail");
  await expect(entry).not.toContainText(QUESTION);
  const [download] = await Promise.all([
    priya.waitForEvent("download"),
    entry.getByRole("link", { name: "dlt.csv" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("dlt.csv");
  await expect(priya.getByText("In review").first()).toBeVisible();

  // What it would do is shown before, and that somebody else has to approve it.
  await priya.keyboard.press("1");
  await expect(priya.getByText("Above your limit of 5,000.00 USD.")).toBeVisible();
  await expect(priya.getByText(/Marcus Oyelaran must approve|Marcus Oyelaran.* must approve/)).toBeVisible();
  const effect = priya.getByRole("table", { name: /Now and after/ });
  await expect(effect.getByRole("row", { name: /Disputed, held/ })).toContainText(`${DISPUTED}0.00`);
  await priya.getByLabel("For the approver").fill("Card 7 was loaded a month late");
  await priya.getByLabel("For the approver").press("Control+Enter");
  await expect(priya.getByText("A decision waits for approval.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("Held by this dispute")).toBeVisible();
  const { email } = signIns.find(({ who }) => who === "Marcus Oyelaran") ?? {};
  await mailTo(email ?? "", `Priya Raman asks you to approve ${DISPUTED} USD, ${number}`);

  // The manager grants it in a session of his own; the collector could not.
  const { page: marcus, complaints: others } = await colleague(browser, "Marcus Oyelaran");
  const creditedBefore = await creditedTo(marcus);
  await marcus.goto(`${backofficeUrl}/approvals`);
  await expectFaultless(marcus);
  await marcus.getByRole("link", { name: number }).click();
  await expect(marcus.getByText("Card 7 was loaded a month late")).toBeVisible();
  await expectFaultless(marcus);
  await priya.goto(marcus.url());
  await expect(priya.getByText("You asked for this yourself.")).toBeVisible();
  await marcus.getByRole("button", { name: `Grant ${DISPUTED} USD` }).click();
  const granted = marcus.getByText(/^Granted\. CM-.+ issued and applied\.$/);
  await expect(granted).toBeVisible();
  const memo = /CM-[\d-]+/.exec(await granted.innerText())?.[0] ?? "";

  // The customer is told, and sees the outcome with its credit memo.
  await mailTo(ADDRESS, `${number} is accepted: ${DISPUTED} USD`);
  await page.goto(`${portalUrl}${path}`);
  await expect(page.getByRole("link", { name: memo }).first()).toBeVisible();
  await expect(page.getByText("Held by this dispute")).toHaveCount(0);
  await expect(page.getByText(ANSWER)).toBeVisible();

  // Where it came from is counted.
  expect(await creditedTo(marcus)).toBe(creditedBefore + minorOf(DISPUTED));
  await expectFaultless(marcus);
  expect([...complaints, ...others, ...portalComplaints]).toEqual([]);
});

test("every screen about disputes is whole at any size", async ({ browser, page }, info) => {
  const complaints = complaintsOf(page);
  await signIn(page, "Helen Strand");
  for (const path of [
    "/disputes",
    "/disputes?tab=decided&search=nothing",
    "/approvals?view=decided",
    "/tasks",
    "/causes",
    "/causes?view=causes",
    "/promises",
    "/promises?group=requests",
  ]) {
    await page.goto(`${backofficeUrl}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectFaultless(page);
  }
  await page.goto(`${backofficeUrl}/disputes?tab=all&search=nothing`);
  await expect(page.getByText("No dispute here fits “nothing”.")).toBeVisible();
  await page.goto(`${backofficeUrl}/customers?search=${CUSTOMER.number}`);
  await page.getByRole("link", { name: CUSTOMER.name }).first().click();
  for (const tab of ["Disputes", "Promises"]) {
    await page
      .getByRole("navigation", { name: "Views of this customer" })
      .getByRole("link", { name: tab })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: CUSTOMER.name })).toBeVisible();
    await expectFaultless(page);
  }
  expect(complaints).toEqual([]);

  // Nobody gets in without having signed in, whatever he asks for.
  const stranger = await (await browser.newContext()).newPage();
  for (const path of ["/disputes", "/approvals", "/tasks", "/causes", "/promises"]) {
    await stranger.goto(`${backofficeUrl}${path}`);
    await expect(stranger.getByRole("button", { name: "Sign in" })).toBeVisible();
  }
  expect(info.errors).toEqual([]);
});
