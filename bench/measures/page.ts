import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect } from "@openitem/db/client";
import { freePort } from "@openitem/db/embedded";
import { giveSignIn } from "@openitem/domain/access/give-sign-in";
import { inviteContact } from "@openitem/domain/access/invite-contact";
import { portalAuth } from "@openitem/domain/access/portal-auth";
import { importFile, writeItemsFile } from "../biller.ts";
import { type Bench, inTurn, type Measure, median } from "../measure.ts";
import { ask, build, coresApart, keepToOthers, type Load, startServer } from "../servers.ts";

const SLUG = "page";
const ITEMS = 1_000;
const PAGE_ROWS = 50;
const EMAIL = "dana@example.com";
const CONNECTIONS = 8;

const bench = join(import.meta.dirname, "..");
const root = join(bench, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);

/** The signed-in list of invoices, with session, row-level security and all, against its markup alone. */
export const page: Measure = {
  name: "page",
  async run(given) {
    const { cluster, folder, isQuick, tell } = given;
    const rounds = isQuick ? 2 : 7;
    const seconds = isQuick ? 1 : 4;
    const password = randomBytes(12).toString("base64url");
    const secret = randomBytes(32).toString("base64url");
    const port = await freePort();
    const portalUrl = `http://127.0.0.1:${port}`;
    await prepare(given, { password, secret, portalUrl });
    build(bin("turbo"), ["run", "build", "--filter=@openitem/portal", "--ui=stream", "--no-color"], {
      cwd: root,
      env: {},
    });

    const serverPid = await cluster.pid();
    keepToOthers(serverPid, true);
    const stops: (() => Promise<void>)[] = [];
    try {
      const portal = await startServer({
        args: ["server/main.ts"],
        cwd: join(root, "apps", "portal"),
        env: {
          APP_DATABASE_URL: cluster.appUrl,
          PORTAL_PORT: String(port),
          PORTAL_URL: portalUrl,
          AUTH_SECRET: secret,
          ORGANIZATION: SLUG,
          STRIPE_SECRET_KEY: "sk_test_not_asked",
          STRIPE_WEBHOOK_SECRET: "whsec_not_asked",
        },
        readyUrl: `${portalUrl}/readyz`,
      });
      stops.push(portal.stop);
      const cookie = await signIn(portalUrl, password);
      const ours = { url: `${portalUrl}/invoices`, cookie };
      const html = await read(ours.url, cookie);

      const file = join(folder, "invoices.html");
      writeFileSync(file, html);
      build(bin("react-router"), ["build"], { cwd: bench, env: { BARE_PAGE_HTML: file } });
      const barePort = await freePort();
      const floor = { url: `http://127.0.0.1:${barePort}/` };
      const bare = await startServer({
        args: [fileURLToPath(import.meta.resolve("../bare-server.ts"))],
        cwd: bench,
        env: { PORT: String(barePort) },
        readyUrl: floor.url,
      });
      stops.push(bare.stop);
      const bareHtml = await read(floor.url);
      compare(html, bareHtml);

      const loads = { ours: [] as Load[], floor: [] as Load[] };
      const load = async (
        which: keyof typeof loads,
        target: { url: string; cookie?: string },
        name: string,
      ) => {
        const found = await ask(target.url, { ...target, connections: CONNECTIONS, seconds });
        loads[which].push(found);
        tell(`${name} ${found.perSecond.toFixed(0)}/s`);
        return found.perSecond;
      };
      const found = await inTurn(
        { rounds, warmUps: 2 },
        () => load("ours", ours, "portal"),
        () => load("floor", floor, "bare page"),
      );
      return [
        {
          name: "page",
          says: `the signed-in list of invoices, ${PAGE_ROWS} rows of ${ITEMS}, against a bare React Router route with the same markup; one process each on a core of its own${coresApart ? "" : " (cores could not be kept apart)"}, ${CONNECTIONS} connections`,
          unit: "pages/s",
          ratio: "ours/floor",
          better: "higher",
          aim: 0.5,
          rounds: found,
          facts: {
            connections: CONNECTIONS,
            seconds,
            coresApart,
            bytes: { ours: Buffer.byteLength(html), floor: Buffer.byteLength(bareHtml) },
            p99Ms: {
              ours: median(loads.ours.map(({ p99Ms }) => p99Ms)),
              floor: median(loads.floor.map(({ p99Ms }) => p99Ms)),
            },
          },
        },
      ];
    } finally {
      for (const stop of stops) await stop();
      keepToOthers(serverPid, false);
    }
  },
};

/** A biller with one customer, and a contact of his who can sign in. */
async function prepare(
  { cluster, newBiller, folder, seed }: Bench,
  { password, secret, portalUrl }: { password: string; secret: string; portalUrl: string },
): Promise<void> {
  const { worker, organizationId } = await newBiller(SLUG);
  await importFile(
    worker,
    await writeItemsFile(folder, { name: SLUG, seed, customers: [{ number: "500001", rows: ITEMS }] }),
  );
  const [customer] = await cluster.owner`select id from customers where organization_id = ${organizationId}`;
  const { contactId } = await inviteContact(
    { ...worker, linkSecret: secret },
    { email: EMAIL, name: "Dana Whitfield", customerId: String(customer?.id), role: "payer" },
  );
  const { db, close } = connect(cluster.appUrl, { connectionsMax: 1, name: "bench-page" });
  const auth = portalAuth({ db, secret, baseUrl: portalUrl, secureCookies: false });
  await giveSignIn(worker, auth, { contactId, password });
  await close();
  await cluster.owner`vacuum analyze`;
}

async function signIn(portalUrl: string, password: string): Promise<string> {
  const answer = await fetch(`${portalUrl}/sign-in`, {
    method: "POST",
    headers: { origin: portalUrl },
    body: new URLSearchParams({ email: EMAIL, password, next: "/" }),
    redirect: "manual",
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(";", 1)[0]);
  if (answer.status !== 302 || cookies.length === 0) throw new Error(`Sign-in answered ${answer.status}.`);
  return cookies.join("; ");
}

async function read(url: string, cookie = ""): Promise<string> {
  const answer = await fetch(url, { headers: { cookie }, redirect: "manual" });
  const html = await answer.text();
  const rows = numbersIn(html).size;
  if (answer.status !== 200 || rows < PAGE_ROWS)
    throw new Error(
      `${url} answered ${answer.status} with ${rows} documents where ${PAGE_ROWS} were to be listed.`,
    );
  return html;
}

const withoutScripts = (html: string): string => html.replace(/<script[\s\S]*?<\/script>/g, "");

const numbersIn = (html: string): Set<string> => new Set(withoutScripts(html).match(/(INV|CM)-2026-\d{7}/g));

/** The floor must do the same work: as many elements of each kind as the portal's page. */
function compare(html: string, bareHtml: string): void {
  for (const tag of ["table", "tr", "td", "a", "button", "input"]) {
    const count = (text: string) => withoutScripts(text).split(new RegExp(`<${tag}[ >/]`)).length;
    if (count(html) !== count(bareHtml))
      throw new Error(
        `The bare page has ${count(bareHtml) - 1} <${tag}>, the portal's has ${count(html) - 1}.`,
      );
  }
}
