import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import { newId } from "@openitem/db/ids";
import { closeTypesetter } from "@openitem/documents/typeset";
import { importOpenItems } from "@openitem/domain/imports/import-open-items";
import { readStatement } from "@openitem/domain/statements/read-statement";
import { statementCsv } from "@openitem/domain/statements/statement-csv";
import { close, type World } from "@openitem/domain/test/world";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newWorld, PASSWORD, PUBLIC_URL, servicesFor, slugOf, withCollector } from "../test/office.ts";
import { createApp } from "./app.ts";

afterAll(async () => {
  await closeTypesetter();
  await close();
});

const ENV = {
  incoming: { socket: { remoteAddress: "203.0.113.7", remotePort: 4000, remoteFamily: "IPv4" } },
};

type Query = { customer: string; asOf: string; withSubsidiaries?: string };

let world: World;
let cookie: string;
let child: string;
let office: ReturnType<typeof createApp>;
beforeAll(async () => {
  const staff = await withCollector({ totp: false });
  world = staff.world;
  office = createApp(servicesFor(slugOf(world)), tmpdir());
  child = await world.customer({ parentId: world.customerId, name: "Meridian Labs" });
  await world.document({ number: "INV-1", issuedOn: "2026-10-01" });
  await world.document({ number: "INV-2", issuedOn: "2026-11-10", currency: "EUR", amountMinor: 5_00n });
  await world.document({ number: "INV-3", customerId: child, amountMinor: 7_00n });
  await world.document({ number: "CM-1", kind: "credit_memo", amountMinor: 20_00n });
  const answer = await office.request(
    `${PUBLIC_URL}/trpc/session.signIn`,
    {
      method: "POST",
      headers: { origin: PUBLIC_URL, "content-type": "application/json" },
      body: superjson.stringify({ email: staff.email, password: PASSWORD }),
    },
    ENV,
  );
  cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
});

const take = (kind: "pdf" | "csv", query: Partial<Query>, headers: Record<string, string> = { cookie }) =>
  office.request(
    `${PUBLIC_URL}/files/statement.${kind}?${new URLSearchParams({ ...query })}`,
    { headers },
    ENV,
  );
const own = (over: Partial<Query> = {}): Query => ({
  customer: world.customerId,
  asOf: "2026-11-18",
  ...over,
});

describe("the statement of a customer is taken away", () => {
  test("as CSV, the same to the letter as the customer gets it, of any day", async () => {
    for (const asOf of ["2026-11-18", "2026-10-15"]) {
      const answer = await take("csv", own({ asOf }));
      expect(answer.status).toBe(200);
      const asCustomer = await readStatement(world.contact("viewer"), {
        customerIds: [world.customerId],
        asOf,
      });
      expect(new TextDecoder("utf-8", { ignoreBOM: true }).decode(await answer.arrayBuffer())).toBe(
        statementCsv(asCustomer),
      );
    }
    expect(await (await take("csv", own({ asOf: "2026-10-15" }))).text()).not.toContain("INV-2");
  });

  test.each(["en", "ta-IN", "de-DE"])("as PDF, to an account in %s", async (locale) => {
    const customer = await world.customer({ locale });
    await world.document({ customerId: customer });
    const answer = await take("pdf", own({ customer }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
  });

  test("with its subsidiaries where that is asked for", async () => {
    expect(await (await take("csv", own())).text()).not.toContain("INV-3");
    expect(await (await take("csv", own({ withSubsidiaries: "true" }))).text()).toContain("INV-3");
  });

  test("as a file to keep, which is not guessed at, stored on the way or shown in the page", async () => {
    for (const kind of ["pdf", "csv"] as const) {
      const { headers } = await take(kind, own());
      expect(headers.get("content-disposition")).toBe(
        `attachment; filename="statement-101-2026-11-18.${kind}"`,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  test("under a name that is safe, whatever the account number holds", async () => {
    const customer = await world.customer({ number: 'A"; filename="x/../y' });
    const { headers } = await take("csv", own({ customer }));
    expect(headers.get("content-disposition")).toBe(
      'attachment; filename="statement-A-filename-x-..-y-2026-11-18.csv"',
    );
  });
});

describe("a statement too long for a PDF is refused, and the CSV named", () => {
  /** Documents whose numbers and references are as long as a file may have them. */
  const importWordy = async (customer: string, from: number, count: number) => {
    const wordy = (n: number) =>
      `${customer},Long Lists,${`${customer}-${n}`.padStart(60, "A")},2026-10-01,2026-10-31,1.00,${"R".repeat(120)}`;
    const report = await importOpenItems(world.worker, {
      source: Readable.from([
        "customer_number,customer_name,document_number,issued_on,due_on,amount,reference\n",
        Array.from({ length: count }, (_, index) => wordy(from + index)).join("\n"),
      ]),
      fileName: "wordy.csv",
      profile: "generic",
      entity: "US01",
      currency: "USD",
    });
    expect(report).toMatchObject({ imported: count, rejectedCount: 0 });
  };

  test.each([
    ["its rows hold too much", "LONG-1", 3_990, "3,990"],
    ["it has too many rows", "LONG-2", 4_001, "4,001"],
  ])("where %s", async (_why, number, count, written) => {
    const customer = await world.customer({ number, name: "Long Lists" });
    await importWordy(number, 1, count);
    const answer = await take("pdf", own({ customer }));
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-disposition")).toBeNull();
    const [sentence, address] = (await answer.text()).split(/ (?=http)/);
    expect(sentence).toBe(`This statement has ${written} rows: too long for a PDF. Take the CSV instead.`);
    const instead = await office.request(address ?? "", { headers: { cookie } }, ENV);
    expect(instead.status).toBe(200);
    expect((await instead.text()).split("R".repeat(120))).toHaveLength(count + 1);
  });
});

describe("no statement is given", () => {
  test.each(["pdf", "csv"] as const)("to somebody who is not signed in, as %s", async (kind) => {
    const answer = await take(kind, own(), {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-disposition")).toBeNull();
    expect(await answer.text()).toBe("Sign in to go on.");
  });

  test.each(["pdf", "csv"] as const)("of a customer of another biller or of nobody, as %s", async (kind) => {
    const rival = await newWorld();
    await rival.document();
    for (const customer of [rival.customerId, newId()]) {
      const answer = await take(kind, own({ customer }));
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe("We cannot find this account.");
    }
  });

  test("for an address that names no customer or no day", async () => {
    expect((await take("csv", { asOf: "2026-11-18" })).status).toBe(400);
    expect((await take("csv", own({ asOf: "2026-02-30" }))).status).toBe(400);
    expect((await take("pdf", own({ customer: "../etc/passwd" }))).status).toBe(400);
  });

  test("under any other name", async () => {
    const answer = await office.request(`${PUBLIC_URL}/files/ledger.csv`, { headers: { cookie } }, ENV);
    expect(answer.status).toBe(404);
  });
});

describe("files that people add", () => {
  const upload = (
    file: File | string,
    over: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) => {
    const form = new FormData();
    const fields = { id: newId(), customer: world.customerId, visibility: "internal", ...over };
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", file);
    return office.request(
      `${PUBLIC_URL}/files/upload`,
      { method: "POST", headers: { origin: PUBLIC_URL, cookie, ...headers }, body: form },
      ENV,
    );
  };
  const get = (id: string, headers: Record<string, string> = { cookie }) =>
    office.request(`${PUBLIC_URL}/files/${id}`, { headers }, ENV);
  const log = (name = "log.txt") => new File(["route down 91 minutes"], name, { type: "text/html" });

  test("are kept by what they hold, and handed out as attachments that can do nothing", async () => {
    const answer = await upload(log("Prüfung <b>.txt"));
    expect(answer.status).toBe(201);
    const { id, name, mediaType } = (await answer.json()) as { id: string; name: string; mediaType: string };
    expect([name, mediaType]).toEqual(["Prüfung b.txt", "text/plain"]);
    const file = await get(id);
    expect(await file.text()).toBe("route down 91 minutes");
    expect(Object.fromEntries(file.headers)).toMatchObject({
      "content-disposition": "attachment; filename=\"Pr_fung b.txt\"; filename*=UTF-8''Pr%C3%BCfung%20b.txt",
      "content-type": "text/plain",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
  });

  test("are refused in words: a type that is not taken, what is too large, what is no file", async () => {
    const program = new File([Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3])], "bill.pdf");
    const refused = await upload(program);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({
      code: "file.type",
      message: expect.stringContaining("bill.pdf"),
    });
    expect((await upload(new File([new Uint8Array(10_100_000)], "big.txt"))).status).toBe(413);
    expect((await upload("not a file")).status).toBe(422);
    expect((await upload(log(), { customer: "everybody" })).status).toBe(422);
  });

  test("are for who is signed in and comes from our own pages; what is not there is not found", async () => {
    const { id } = (await (await upload(log())).json()) as { id: string };
    expect((await get(id, {})).status).toBe(401);
    expect((await upload(log(), {}, { cookie: "" })).status).toBe(401);
    expect((await upload(log(), {}, { origin: "http://elsewhere.test" })).status).toBe(403);
    expect((await get(newId())).status).toBe(404);
    expect((await get("..%2Fsecrets")).status).toBe(404);
  });
});
