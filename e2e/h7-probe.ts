import { chromium } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { camtStatement } from "./bank-statement.ts";
import { findBrowser, BROWSER_ARGS } from "./browser.ts";
export const base = "http://localhost:4351";
export async function open(size = { width: 1280, height: 800 }, more = {}) {
  const executablePath = await findBrowser();
  const browser = await chromium.launch({ args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) });
  const page = await (await browser.newContext({ viewport: size, locale: "en-GB", timezoneId: "Europe/Berlin", ...more })).newPage();
  page.on("console", (m) => m.type() === "error" && console.log("console:", m.text()));
  page.on("pageerror", (e) => console.log("pageerror:", e.message));
  await page.goto(base);
  await page.getByLabel("E-mail address").fill(process.env.WHO ?? "ingrid.solberg@parlance.example");
  await page.getByLabel("Password").fill("settled-in-full");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/customers/);
  return { browser, page };
}
export const ask = (page: any, path: string, input: unknown) =>
  page.evaluate(async ([path, input]: [string, string]) => {
    const a = await fetch(`/trpc/${path}?input=${encodeURIComponent(input)}`, { headers: { "content-type": "application/json" } });
    const r = await a.json(); if (!r.result) console.error(JSON.stringify(r).slice(0,500)); return r.result?.data?.json;
  }, [path, JSON.stringify({ json: input })]);
if (process.argv[2] === "make") {
  const { browser, page } = await open();
  const customers = await ask(page, "customers.list", { currency: "USD", sort: "open", limit: 40 });
  const rows = customers.rows ?? customers;
  const entries: any[] = [];
  let n = 0;
  for (const c of rows.slice(0, 30)) {
    const items = (await ask(page, "items.list", { customerIds: [c.id], state: "open", currency: "USD", limit: 20 })).rows.filter((i: any) => i.kind === "invoice" && !i.dispute && !i.promise);
    const [a, b] = items; if (!a) continue;
    const dec = (m: bigint) => `${m / 100n}.${String(m % 100n).padStart(2, "0")}`;
    n += 1; const reference = `BK${n}`; const account = `DE${10000000 + n}`;
    const ao = BigInt(a.openMinor);
    if (n % 6 === 0) entries.push({ amount: dec(ao), name: c.name, account, reference, text: `${a.number.replace("-", " ")} USAGE` });
    else if (n % 6 === 1) entries.push({ amount: dec(ao), name: c.name, account, reference, text: `Payment ${a.number}` });
    else if (n % 6 === 2 && b) entries.push({ amount: dec(ao + BigInt(b.openMinor) - 850n), name: c.name, account, reference, text: `${a.number} + ${b.number} LESS 8,50` });
    else if (n % 6 === 3) entries.push({ amount: dec(ao + 12345n), name: `${c.name} treasury services account for group payments`, account, reference, text: `INV ${a.number.slice(-5)}` });
    else if (n % 6 === 4) entries.push({ amount: dec(ao), name: "UEBERWEISUNG 88311", account, reference, text: "THANK YOU" });
    else entries.push({ amount: dec(ao / 2n), name: c.name, account, reference, text: `part payment ${a.number}` });
  }
  entries.push({ amount: "-1290.00", name: "SUPPLIER LTD", reference: "BKX", text: "RENT NOVEMBER" });
  writeFileSync("/tmp/h7/camt.xml", camtStatement({ id: "S1", account: "4420130", currency: "USD", day: "2026-11-20", opening: "100000.00", entries }));
  console.log(entries.length);
  await page.goto(`${base}/statements`);
  await page.locator("input[type=file]").setInputFiles("/tmp/h7/camt.xml");
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForTimeout(2500);
  await page.screenshot({ path: "/tmp/h7/shots/statements-refused.png" });
  await page.getByLabel("Accounts that are not known yet").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Import" }).click();
  await page.waitForTimeout(3000);
  await page.screenshot({ path: "/tmp/h7/shots/statements.png" });
  await page.goto(`${base}/cash`);
  await page.waitForTimeout(2500);
  await page.screenshot({ path: "/tmp/h7/shots/cash-before.png" });
  await page.getByRole("button", { name: "Match all" }).click();
  await page.waitForTimeout(6000);
  await page.screenshot({ path: "/tmp/h7/shots/cash-after.png" });
  await browser.close();
}
