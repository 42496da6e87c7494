import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { disputes } from "@openitem/db/schema/disputes";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { changeAccess } from "../access/change-access.ts";
import { diskStorage, type FilingContext } from "../files/storage.ts";
import { read } from "../kernel/transact.ts";
import { bareAddress, replyAddress, replyToken } from "../messages/reply-address.ts";
import { askCustomer } from "./ask-customer.ts";
import { mergeDisputes } from "./merge-disputes.ts";
import { readDispute } from "./read-dispute.ts";
import { receiveReply } from "./receive-reply.ts";
import { newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

const folder = mkdtempSync(join(tmpdir(), "openitem-replies-"));
const storage = diskStorage(folder);
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const QUOTE = "\n\nOn 17 Nov 2026, at 15:20, Parlance <b@p.example> wrote:\n> Which sender ID?";
const bytes = (text: string) => new TextEncoder().encode(text);

async function disputed() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = await world.person("dana@harrow.example");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const rafael = await world.colleague();
  const tokenOf = async (id = disputeId) => {
    const [row] = await read(world.worker, (tx) =>
      tx.select({ token: disputes.replyToken }).from(disputes).where(eq(disputes.id, id)),
    );
    return row?.token ?? "";
  };
  const filing: FilingContext = { ...world.worker, storage, scanner: null };
  const token = await tokenOf();
  const receive = (over: Partial<Parameters<typeof receiveReply>[1]> = {}) =>
    receiveReply(filing, {
      token,
      mailId: `<${newId()}@mail.harrow.example>`,
      from: "Dana Whitfield <Dana@Harrow.example>",
      text: `All of it went out as MRDFRT.${QUOTE}`,
      ...over,
    });
  const last = async (ctx = rafael) => (await readDispute(ctx, disputeId)).entries.at(-1);
  return { ...world, itemId, dana, disputeId, rafael, token, tokenOf, filing, receive, last };
}

describe("an answer by mail", () => {
  test("becomes the contact's message, without the quote", async () => {
    const world = await disputed();
    expect(await world.receive()).toMatchObject({ outcome: "entered" });
    expect(await world.last(world.dana)).toMatchObject({
      kind: "message",
      body: "All of it went out as MRDFRT.",
      authorName: "Dana Whitfield",
      side: "customer",
      isOwn: true,
      isMail: true,
    });
  });

  test("to a question answers it, and the clock goes on", async () => {
    const world = await disputed();
    await askCustomer(world.rafael, {
      disputeId: world.disputeId,
      entryId: newId(),
      body: "Which sender ID?",
    });
    await world.receive();
    const { dispute, clock, entries } = await readDispute(world.dana, world.disputeId);
    expect([dispute.status, clock.state, entries.at(-1)?.kind]).toEqual(["in_review", "running", "answer"]);
  });

  test("received twice, or by two at once, is one entry", async () => {
    const world = await disputed();
    const mail = { mailId: "<1@mail.harrow.example>" };
    const first = await world.receive(mail);
    expect(await world.receive(mail)).toEqual({ ...first, outcome: "received_before" });
    const other = { mailId: "<2@mail.harrow.example>" };
    const both = await Promise.all([world.receive(other), world.receive(other)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["entered", "received_before"]);
    expect(both[0].entryId).toBe(both[1].entryId);
    expect((await readDispute(world.rafael, world.disputeId)).entries).toHaveLength(3);
  });

  test("brings its files; what cannot be taken is named to the biller", async () => {
    const world = await disputed();
    await world.receive({
      attachments: [
        { name: "log.csv", bytes: bytes("a,b\n1,2\n") },
        { name: "run.exe", bytes: Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]) },
      ],
    });
    const { entries } = await readDispute(world.rafael, world.disputeId);
    expect(entries.at(-2)?.files).toMatchObject([{ name: "log.csv", visibility: "shared" }]);
    expect(entries.at(-1)).toMatchObject({
      kind: "note",
      side: "system",
      body: expect.stringContaining("run.exe"),
    });
    expect((await readDispute(world.dana, world.disputeId)).entries).toHaveLength(2);
  });

  test("of nothing but quote is kept as it came", async () => {
    const world = await disputed();
    await world.receive({ text: QUOTE });
    expect((await world.last())?.body).toContain("Which sender ID?");
    await world.receive({ text: " " });
    expect((await world.last())?.body).toBe("(no text)");
  });

  test("after the end stays in the conversation and changes nothing", async () => {
    const world = await disputed();
    await withdrawDispute(world.dana, { disputeId: world.disputeId, seen: "submitted" });
    expect(await world.receive()).toMatchObject({ outcome: "entered" });
    expect((await readDispute(world.dana, world.disputeId)).dispute.status).toBe("withdrawn");
  });

  test("to a dispute that was merged lands in the one it goes on in", async () => {
    const world = await disputed();
    const intoId = await world.raised(world.dana, world.wishAmount(world.itemId, 5_00n));
    await mergeDisputes(world.rafael, { intoId, otherIds: [world.disputeId] });
    expect(await world.receive()).toMatchObject({ disputeId: intoId, outcome: "entered" });
  });
});

describe("a mail that is not the customer's word", () => {
  test.each(["somebody@else.example", "dana@harrow.example.evil.example"])(
    "from %s is parked as a note, with its files, and the customer sees nothing of it",
    async (from) => {
      const world = await disputed();
      await askCustomer(world.rafael, {
        disputeId: world.disputeId,
        entryId: newId(),
        body: "Which sender ID?",
      });
      const attachments = [{ name: "log.csv", bytes: bytes("a,b\n1,2\n") }];
      expect(await world.receive({ from, attachments })).toMatchObject({ outcome: "parked" });
      const note = await world.last();
      expect(note).toMatchObject({ kind: "note", files: [{ visibility: "internal" }] });
      expect(note?.body).toContain(`Mail from ${from}, who has no access to this account.`);
      expect(note?.body).toContain("All of it went out as MRDFRT.");
      const { entries, dispute } = await readDispute(world.dana, world.disputeId);
      expect(entries.map(({ kind }) => kind)).toEqual(["message", "question"]);
      expect(dispute.status).toBe("waiting_customer");
    },
  );

  test("of a contact who only looks says so", async () => {
    const world = await disputed();
    await world.person("viewer@harrow.example", { role: "viewer" });
    expect(await world.receive({ from: "viewer@harrow.example" })).toMatchObject({ outcome: "parked" });
    expect((await world.last())?.body).toContain("whose role is to look only");
  });

  test("of a contact whose access has ended is parked", async () => {
    const world = await disputed();
    const { actor } = world.dana;
    await changeAccess(world.staff("manager"), {
      key: newId(),
      contactId: actor.kind === "contact" ? actor.contactId : "",
      customerId: world.customerId,
      role: null,
    });
    expect(await world.receive()).toMatchObject({ outcome: "parked" });
  });

  test("of a contact of another customer is parked", async () => {
    const world = await disputed();
    await world.person("other@pelican.example", { customerId: await world.customer(), role: "admin" });
    expect(await world.receive({ from: "other@pelican.example" })).toMatchObject({ outcome: "parked" });
  });

  test("to an address that no dispute has is refused", async () => {
    const world = await disputed();
    await expect(world.receive({ token: "0".repeat(40) })).rejects.toMatchObject({ code: "reply.unknown" });
    const elsewhere = await newDisputeWorld();
    await expect(
      receiveReply(
        { ...elsewhere.worker, storage, scanner: null },
        {
          token: world.token,
          mailId: "x",
          from: "dana@harrow.example",
          text: "Hello",
        },
      ),
    ).rejects.toMatchObject({ code: "reply.unknown" });
  });

  test("is received by the system alone", async () => {
    const world = await disputed();
    await expect(
      receiveReply(
        { ...world.filing, actor: world.staff("manager").actor },
        {
          token: world.token,
          mailId: "x",
          from: "dana@harrow.example",
          text: "Hello",
        },
      ),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});

test("an address carries a token there and back, whatever stands around it", () => {
  const token = "0123456789abcdef0123456789abcdef01234567";
  const address = replyAddress("in.parlance.example", token);
  expect(replyToken(["ar@parlance.example", `Parlance <${address}>`])).toBe(token);
  expect(replyToken([address.toUpperCase()])).toBe(token);
  expect(replyToken(["dispute+short@in.parlance.example", "x"])).toBeNull();
  expect(bareAddress('"Whitfield, Dana" <Dana@Harrow.example> ')).toBe("dana@harrow.example");
});
