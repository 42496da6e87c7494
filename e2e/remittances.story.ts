import { writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { ar } from "./command-line.ts";
import { complaintsOf, expectFaultless } from "./faultless.ts";
import { comeAsGuest } from "./guest.ts";
import { freeInvoices, needed, type OpenInvoice } from "./open-invoices.ts";
import { written } from "./paying.ts";
import { portalUrl } from "./people.ts";

/** Each size has an account of its own, so that the stories do not pay each other's invoices. */
const PAYING = { desktop: "104922", phone: "104968" } as const;
/** The account on which payments are declared, and which of its newest invoices each size takes. */
const DECLARING = "104941";
const NEWEST = { desktop: -1, phone: -2 } as const;

const plain = (minor: bigint): string => `${minor / 100n}.${String(minor % 100n).padStart(2, "0")}`;

/** A CSV as payables systems make it. */
const adviceOf = (lines: readonly [number: string, minor: bigint][]): string =>
  ["Document,Gross,Net", ...lines.map(([number, minor]) => `${number},${plain(minor)},${plain(minor)}`)].join(
    "\n",
  );

/** A statement of one day with one credit, as a bank sends it. */
const statementOf = (amount: string, day: string, text: string, id: string): string => `<?xml version="1.0"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${day}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${day}T18:00:00Z</CreDtTm>
<Acct><Id><Othr><Id>${id}</Id></Othr></Id><Ccy>USD</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>
<Ntry><Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>${id}-1</AcctSvcrRef>
<NtryDtls><TxDtls><Refs><EndToEndId>${text}</EndToEndId></Refs>
<RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`;

async function statusOf(page: Page, { number }: OpenInvoice): Promise<string> {
  await page.goto(`${portalUrl}/invoices?q=${number}&state=all`);
  return page.getByRole("row").filter({ hasText: number }).innerText();
}

/** The newest invoice that nobody has declared paid, or from -2 on the one before. */
async function undeclared(page: Page, newest: number): Promise<OpenInvoice | undefined> {
  const found: OpenInvoice[] = [];
  for (const invoice of (await freeInvoices(page.request, portalUrl, { currency: "USD" })).toReversed()) {
    if (!(await statusOf(page, invoice)).includes("Declared paid")) found.push(invoice);
    if (found.length === -newest) break;
  }
  return found.at(-1);
}

test("a customer uploads an advice, settles its lines and confirms it; his money lands and pays them", async ({
  page,
}, info) => {
  test.slow();
  const size = info.project.name as keyof typeof PAYING;
  const complaints = complaintsOf(page);
  await comeAsGuest(page, { address: `remittances.${size}@customer.example`, customer: PAYING[size] });
  await page.goto(`${portalUrl}/remittances`);
  await expect(page.getByText("No remittance yet")).toBeVisible();
  await expectFaultless(page);
  const [first, second, third] = (await freeInvoices(page.request, portalUrl, { currency: "USD" })).slice(-3);
  const [exact, misread, unknown] = [needed(first), needed(second), needed(third)];
  const totalMinor = exact.openMinor + misread.openMinor + unknown.openMinor;
  const file = info.outputPath("advice.csv");
  writeFileSync(
    file,
    adviceOf([
      [exact.number, exact.openMinor],
      // The letter, as character recognition and people take it.
      [misread.number.replace("0", "O"), misread.openMinor],
      ["INV-1999-77777", unknown.openMinor],
    ]),
  );

  await page.getByRole("link", { name: "Upload a remittance" }).click();
  await page.getByRole("button", { name: "Upload and read" }).click();
  await expect(page.getByText("Choose the file with your remittance.")).toBeVisible();
  await expectFaultless(page);
  await page.getByLabel("File").setInputFiles(file);
  await page.getByRole("button", { name: "Upload and read" }).click();
  await expect(page.getByRole("heading", { name: /Check what we read/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`you wrote ${misread.number.replace("0", "O")}`)).toBeVisible();
  await expect(page.getByText("Not on your account.")).toBeVisible();
  await expectFaultless(page);

  // What is lacking is listed, and what was entered stays.
  await page.getByLabel("Bank reference").fill(`REM-${size}-4711`);
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Not confirmed. 2 things to settle:")).toBeVisible();
  await expect(page.getByLabel("Bank reference")).toHaveValue(`REM-${size}-4711`);
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel("You sent it on").fill(today);
  await page.getByRole("button", { name: `Use ${unknown.number}` }).click();
  await expect(page.getByText("chosen by you")).toBeVisible();
  await expect(
    page.getByText(`The lines add up to the amount you sent: ${written(totalMinor)}.`),
  ).toBeVisible();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("Thank you. We look for this money in our bank.")).toBeVisible();
  await expectFaultless(page);
  const remittance = page.url();
  expect(await statusOf(page, exact)).toContain("Declared paid");

  // The same file leads to what there is already.
  await page.goto(`${portalUrl}/remittances/new`);
  await page.getByLabel("File").setInputFiles(file);
  await page.getByRole("button", { name: "Upload and read" }).click();
  await expect(page.getByText(/is already here as RMT-/)).toBeVisible();

  const statement = info.outputPath("statement.xml");
  const account = `STORY${size.toUpperCase()}`;
  writeFileSync(statement, statementOf(plain(totalMinor), today, `REM-${size}-4711`, account));
  await ar("import", "bank-statement", statement, "--entity", "US01");
  await ar("cash", "match");
  for (const invoice of [exact, misread, unknown]) expect(await statusOf(page, invoice)).toContain("Paid");
  await page.goto(remittance);
  await expect(page.getByText("Your money is here.")).toBeVisible();
  await expectFaultless(page);
  // The file that was there already is answered as a conflict.
  expect(complaints.filter((complaint) => !complaint.includes("status of 409"))).toEqual([]);
});

test.describe("before script", () => {
  test.use({ javaScriptEnabled: false });

  test("a wire is declared from chosen invoices, pauses reminders, and is taken back", async ({
    page,
  }, info) => {
    const size = info.project.name as keyof typeof NEWEST;
    await comeAsGuest(page, {
      address: `declared.${size}@customer.example`,
      customer: DECLARING,
      role: "disputer",
    });
    const invoice = await undeclared(page, NEWEST[size]);
    const { id, number, openMinor } = needed(invoice);
    await page.goto(`${portalUrl}/remittances/declare?items=${id}`);
    const amount = page.getByLabel(`Paid of ${number}`);
    await expect(amount).toHaveValue(written(openMinor));

    await amount.fill(written(openMinor + 1n));
    await page.getByRole("button", { name: /Tell us about/ }).click();
    await expect(page.getByText("More than is open.").first()).toBeVisible();
    const wide = await page.getByRole("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await expect(amount).toHaveValue(written(openMinor + 1n));
    await amount.fill(written(openMinor));
    await page.getByLabel("Amount sent").fill("0");
    await page.getByRole("button", { name: "Tell us" }).click();
    await expect(page.getByText("Enter an amount of more than zero.").first()).toBeVisible();
    await page.getByLabel("Amount sent").fill(written(openMinor + 500n));
    await page.getByRole("button", { name: "Add up" }).click();
    await expect(page.getByRole("definition").filter({ hasText: "5.00" }).first()).toBeVisible();
    await page.getByRole("button", { name: /Tell us about/ }).click();
    await expect(page.getByText("Thank you. We look for this money in our bank.")).toBeVisible();
    await expect(page.getByRole("rowheader", { name: "On account" })).toBeVisible();
    expect(await statusOf(page, needed(invoice))).toContain("Declared paid");

    await page.goBack();
    await page.getByRole("link", { name: "Take it back" }).click();
    await page.getByRole("button", { name: "Take it back" }).click();
    await expect(page.getByText(/was taken back on/)).toBeVisible();
    expect(await statusOf(page, needed(invoice))).not.toContain("Declared paid");
  });
});
