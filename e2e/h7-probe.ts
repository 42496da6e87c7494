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
  await page.getByRole("heading", { name: "Customers" }).waitFor();
  return { browser, page };
}
export const ask = (page: any, path: string, input: unknown) =>
  page.evaluate(async ([path, input]: [string, string]) => {
    const a = await fetch(`/trpc/${path}?input=${encodeURIComponent(input)}`, { headers: { "content-type": "application/json" } });
    const r = await a.json(); if (!r.result) console.error(JSON.stringify(r).slice(0,500)); return r.result?.data?.json;
  }, [path, JSON.stringify({ json: input })]);
if (process.argv[2] === "make") {
  const { AxeBuilder } = await import("@axe-core/playwright").then((m: any) => ({ AxeBuilder: m.default }));
  const axe = async (p: any, name: string) => {
    try {
      const { violations } = await new AxeBuilder({ page: p }).analyze();
      for (const v of violations) if (["serious", "critical"].includes(v.impact)) console.log("axe", name, v.id, v.nodes.map((n: any) => n.html.slice(0, 160)).slice(0, 3));
      const w = await p.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      if (w[0] > w[1]) console.log("wide", name, w);
    } catch (e) { console.log("axe failed", name, String(e).slice(0, 200)); }
  };
  const shot = async (p: any, name: string) => { await p.screenshot({ path: `/tmp/h7/shots/${name}.png` }); await axe(p, name); };
  const { browser, page } = await open();
  const step = async (name: string, work: () => Promise<void>) => { try { await work(); } catch (e) { console.log("STEP", name, String(e).slice(0, 400)); await page.screenshot({ path: `/tmp/h7/shots/fail-${name}.png` }).catch(() => {}); } };
  page.setDefaultTimeout(8000);
  await step("make", async () => {
    const customers = await ask(page, "customers.list", { currency: "USD", sort: "open", limit: 40 });
    const rows = customers.rows;
    const entries: any[] = [];
    let n = 0;
    const dec = (m: bigint) => `${m / 100n}.${String(m % 100n).padStart(2, "0")}`;
    const lists = await Promise.all(rows.slice(0, 24).map((c: any) => ask(page, "items.list", { customerIds: [c.id], state: "open", currency: "USD", limit: 20 })));
    for (const [i, c] of rows.slice(0, 24).entries()) {
      const items = lists[i].rows.filter((x: any) => x.kind === "invoice" && !x.dispute && !x.promise);
      const [a, b] = items; if (!a) continue;
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
    console.log("entries", entries.length);
  });
  await step("import", async () => {
    await page.goto(`${base}/statements`);
    await page.locator("input[type=file]").setInputFiles("/tmp/h7/camt.xml");
    await page.getByLabel("Accounts that are not known yet").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Import" }).click();
    await page.getByText("To cash matching").first().waitFor();
    await shot(page, "statements");
  });
  await step("run", async () => {
    await page.goto(`${base}/cash`);
    await page.getByRole("button", { name: "Match all" }).click();
    await page.getByText(/applied, .* proposed of/).waitFor({ timeout: 25000 });
    await page.waitForTimeout(1500);
    await shot(page, "cash-after");
  });
  await step("partial", async () => {
    const short = page.locator(".cash-list tbody tr", { hasText: /short|deducted|off/ }).first();
    if (await short.count()) { await short.click(); await page.waitForTimeout(1500); await shot(page, "cash-short"); }
    const unknown = page.locator(".cash-list tbody tr", { hasText: "Payer unknown" }).first();
    if (await unknown.count()) { await unknown.click(); await page.waitForTimeout(1500); await page.getByLabel("Customer or document to add").fill("Mer"); await page.waitForTimeout(1500); await shot(page, "cash-unknown"); }
  });
  await step("matched", async () => { await page.goto(`${base}/cash?tab=matched`); await page.waitForTimeout(2000); await shot(page, "cash-matched"); await page.keyboard.press("u"); await page.waitForTimeout(600); await shot(page, "cash-undo"); await page.keyboard.press("Escape"); });
  await step("others", async () => {
    for (const name of ["unapplied", "remittances?group=all", "payouts?view=all", "payouts?view=loose", "cash?tab=out"]) {
      await page.goto(`${base}/${name}`); await page.waitForTimeout(1300);
      const first = page.locator("main .list tbody th a").first();
      if (await first.count()) { await first.click().catch(() => {}); await page.waitForTimeout(900); }
      await shot(page, name.replace(/\W/g, "-"));
    }
  });
  await step("phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${base}/cash`); await page.waitForTimeout(1500); await shot(page, "phone-list");
    await page.locator(".cash-open").first().click(); await page.waitForTimeout(1500);
    await page.screenshot({ path: "/tmp/h7/shots/phone-line.png", fullPage: true }); await axe(page, "phone-line");
  });
  await step("dark", async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${base}/cash`); await page.waitForTimeout(1500); await shot(page, "dark");
  });
  await browser.close();
}
