// Takes pictures of the served gallery into gallery/build/png and reports what the page complained about.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import sparticuz from "@sparticuz/chromium";
import { chromium } from "playwright-core";

const out = fileURLToPath(new URL("./build/png/", import.meta.url));
const base = `http://127.0.0.1:${process.env.PORT ?? 4110}`;
const only = process.argv.slice(2);
const VIEWS: [page: string, width: number][] = [
  ["components", 1280],
  ["components", 390],
  ["components-dark", 1280],
  ["components-contrast", 1280],
  ["components-de", 390],
  ["home", 1280],
  ["home", 390],
  ["home-dark", 390],
  ["home-rtl", 1280],
  ["invoices", 1280],
  ["invoices", 390],
  ["invoices-rtl", 390],
  ["invoice", 390],
  ["invoice-dark", 1280],
  ["pay", 1280],
  ["pay", 390],
  ["customer", 1280],
  ["customer-dark", 1280],
];

mkdirSync(out, { recursive: true });
const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"],
});
for (const [name, width] of VIEWS) {
  if (only.length > 0 && !only.some((wanted) => `${name}-${width}`.startsWith(wanted))) continue;
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 800 } });
  const page = await context.newPage();
  page.on("console", (message) => console.log(name, message.text()));
  await page.goto(`${base}/${name}.html`);
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(400);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (overflow > 0) console.log(`${name} at ${width}: ${overflow} px too wide`);
  await page.screenshot({ path: `${out}${name}-${width}.png`, fullPage: true });
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, impact, nodes } of violations) {
    console.log(`${name} at ${width}: ${impact} ${id}, ${nodes.length}: ${nodes[0]?.target}`);
  }
  await context.close();
}

if (only.length === 0 || only.includes("live")) {
  const page = await browser.newPage({ viewport: { width: 900, height: 500 } });
  page.on("console", (message) => console.log("live", message.text()));
  await page.goto(`${base}/live.html`);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.screenshot({ path: `${out}live-menu.png` });
  await page.getByRole("menuitem", { name: /Snooze/ }).click();
  await page.getByRole("button", { name: "To chase" }).focus();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${out}live-toast.png` });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Withdraw" }).click();
  console.log("focus in the dialog:", await page.evaluate(() => document.activeElement?.textContent));
  await page.screenshot({ path: `${out}live-dialog.png` });
  await page.keyboard.press("Escape");
  console.log("dialog open after Escape:", await page.locator("dialog[open]").count());
}
await browser.close();
