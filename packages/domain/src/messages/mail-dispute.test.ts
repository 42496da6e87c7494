import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close, NOON } from "../../test/world.ts";
import { changeAccess } from "../access/change-access.ts";
import { changeMailChoices } from "../access/change-mail-choices.ts";
import { readMailChoices } from "../access/read-mail-choices.ts";
import { answerDispute } from "../disputes/answer-dispute.ts";
import { askCustomer } from "../disputes/ask-customer.ts";
import { noteDispute } from "../disputes/note-dispute.ts";
import { replyToCustomer } from "../disputes/reply-to-customer.ts";
import { takeDispute } from "../disputes/take-dispute.ts";
import { newDisputeWorld } from "../disputes/test/dispute-world.ts";
import type { DisputeLetter } from "./letter.ts";
import { mailDispute } from "./mail-dispute.ts";

afterAll(close);

async function disputed() {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const dana = await world.person("dana@harrow.example");
  const disputeId = await world.raised(dana, world.wish(itemId));
  const rafael = await world.colleague();
  const mail = (letter: DisputeLetter, subjectId = disputeId, now = NOON) =>
    mailDispute(
      { ...world.mailing(now), inboundDomain: "in.parlance.example" },
      { letter, disputeId, subjectId },
    );
  const to = () => world.mailer.inbox.map((sent) => sent.to).sort();
  return { ...world, itemId, dana, disputeId, rafael, mail, to };
}

describe("a letter about a dispute", () => {
  test("tells who raised it what is held and by when it is answered, and where an answer goes", async () => {
    const world = await disputed();
    expect(await world.mail("dispute-raised")).toMatchObject([{ outcome: "sent" }]);
    expect(world.lastLetter("dispute-raised")).toEqual({
      biller: "Parlance",
      legalEntity: "Parlance, Inc.",
      reader: "Dana Whitfield",
      account: { number: "101", name: "Customer 1" },
      disputeNumber: "DSP-0001",
      reason: "price",
      currency: "USD",
      amount: "6480.00",
      documents: { shown: [expect.stringMatching(/^INV-/)], more: 0 },
      canReply: true,
      url: `https://portal.example/disputes/${world.disputeId}`,
      timeZone: "America/New_York",
      raisedBy: "Dana Whitfield",
      answerBy: new Date("2026-11-24T22:00:00Z"),
    });
    expect(world.mailer.inbox[0]?.replyTo).toMatch(/^dispute\+[0-9a-f]{40}@in\.parlance\.example$/);
    expect(await world.mail("dispute-raised")).toMatchObject([{ outcome: "sent_before" }]);
    expect(world.mailer.inbox).toHaveLength(1);
  });

  test("is answered where all others are when no mail comes in to us", async () => {
    const world = await disputed();
    const { disputeId } = world;
    await mailDispute(
      { ...world.mailing(), mailReplyTo: "ar@parlance.example" },
      { letter: "dispute-raised", disputeId, subjectId: disputeId },
    );
    expect(world.lastLetter("dispute-raised").canReply).toBe(false);
    expect(world.mailer.inbox[0]?.replyTo).toBe("ar@parlance.example");
  });

  test("of a question holds its words, each question once, and none that was answered", async () => {
    const world = await disputed();
    const { disputeId } = world;
    const question = { disputeId, entryId: newId(), body: "Which sender ID?\n\nAnd since when?" };
    await askCustomer(world.rafael, question);
    await world.mail("dispute-question", question.entryId);
    expect(world.lastLetter("dispute-question")).toMatchObject({
      by: "Rafael Ochoa",
      words: ["Which sender ID?", "And since when?"],
    });
    await answerDispute(world.dana, { disputeId, entryId: newId(), body: "MRDFRT." });
    const second = { disputeId, entryId: newId(), body: "And the other one?" };
    await askCustomer(world.rafael, second);
    expect(await world.mail("dispute-question", second.entryId)).toMatchObject([{ outcome: "sent" }]);
    await answerDispute(world.dana, { disputeId, entryId: newId(), body: "None." });
    expect(await world.mail("dispute-question", second.entryId)).toEqual([
      { outcome: "skipped", reason: "The question was answered already" },
    ]);
  });

  test("never holds a note", async () => {
    const world = await disputed();
    const note = { disputeId: world.disputeId, entryId: newId(), body: "This is ours." };
    await noteDispute(world.rafael, note);
    expect(await world.mail("dispute-message", note.entryId)).toMatchObject([{ outcome: "skipped" }]);
    expect(world.mailer.inbox).toEqual([]);
  });

  test("of the outcome names the credit memo, what stays on account and until when it can be contested", async () => {
    const world = await disputed();
    const { decisionId } = await world.decided(world.disputeId, "submitted", {
      outcome: "part_credit",
      documents: [{ itemId: world.itemId, amountMinor: 2_000_00n }],
      reason: "Price",
      grounds: "The route changed on 12 July.",
    });
    await world.mail("dispute-decided", decisionId);
    expect(world.lastLetter("dispute-decided")).toMatchObject({
      outcome: "part_accepted",
      means: "part_credit",
      granted: "2000.00",
      grounds: "The route changed on 12 July.",
      creditMemos: ["CM-0001"],
      rebills: [],
      onAccount: null,
      contestUntil: new Date("2026-12-03T04:59:59.999Z"),
    });
    expect(await world.mail("dispute-decided", newId())).toMatchObject([{ outcome: "skipped" }]);
  });

  test("that somebody has it is not sent any more once it is decided", async () => {
    const world = await disputed();
    await takeDispute(world.rafael, { disputeId: world.disputeId, seenAssigneeId: null });
    await world.decided(world.disputeId, "in_review");
    expect(await world.mail("dispute-taken")).toMatchObject([{ outcome: "skipped" }]);
  });

  test("about a dispute that does not exist is refused, and only the system sends any", async () => {
    const world = await disputed();
    await expect(
      mailDispute(world.mailing(), { letter: "dispute-raised", disputeId: newId(), subjectId: newId() }),
    ).rejects.toMatchObject({ code: "dispute.missing" });
    await expect(
      mailDispute(
        { ...world.mailing(), actor: world.staff("manager").actor },
        { letter: "dispute-raised", disputeId: world.disputeId, subjectId: world.disputeId },
      ),
    ).rejects.toMatchObject({ kind: "forbidden" });
  });
});

describe("who is told", () => {
  test("who raised it by his choice: every step, the outcome and what waits for him, or nothing", async () => {
    const world = await disputed();
    const reply = { disputeId: world.disputeId, entryId: newId(), body: "By Tuesday." };
    await replyToCustomer(world.rafael, reply);
    await changeMailChoices(world.dana, { disputes: "outcome" });
    expect(await world.mail("dispute-message", reply.entryId)).toMatchObject([{ outcome: "skipped" }]);
    const question = { disputeId: world.disputeId, entryId: newId(), body: "Which sender ID?" };
    await askCustomer(world.rafael, question);
    expect(await world.mail("dispute-question", question.entryId)).toMatchObject([{ outcome: "sent" }]);
    await changeMailChoices(world.dana, { disputes: "none" });
    const { decisionId } = await world.decided(world.disputeId, "waiting_customer");
    expect(await world.mail("dispute-decided", decisionId)).toMatchObject([{ outcome: "skipped" }]);
  });

  test("colleagues of the account who chose so, and of its parent with subsidiaries; nobody else", async () => {
    const world = await disputed();
    const wants = async (email: string, over: Parameters<typeof world.person>[1] = {}) => {
      const who = await world.person(email, over);
      await changeMailChoices(who, { colleagues_disputes: "every_step" });
      return who;
    };
    await wants("viewer@harrow.example", { role: "viewer" });
    await world.person("silent@harrow.example");
    await wants("stranger@other.example", { customerId: await world.customer() });
    const gone = await wants("gone@harrow.example");
    await changeAccess(world.staff("manager"), {
      key: newId(),
      contactId: gone.actor.kind === "contact" ? gone.actor.contactId : "",
      customerId: world.customerId,
      role: null,
    });
    await world.mail("dispute-raised");
    expect(world.to()).toEqual(["dana@harrow.example", "viewer@harrow.example"]);
    const viewers = world.mailer.inbox.find(({ to }) => to.startsWith("viewer"));
    expect(viewers?.replyTo).toBeUndefined();
  });

  test("of a subsidiary's dispute, people of the parent who were given its subsidiaries", async () => {
    const world = await disputed();
    const childId = await world.customer({ parentId: world.customerId });
    const itemId = await world.invoice({ customerId: childId });
    await world.person("group@harrow.example", { withSubsidiaries: true });
    await world.person("parent-only@harrow.example");
    const disputeId = await world.raised(world.rafael, world.wish(itemId, { customerId: childId }));
    await mailDispute(world.mailing(), { letter: "dispute-raised", disputeId, subjectId: disputeId });
    expect(world.to()).toEqual(["group@harrow.example"]);
  });

  test("of one that the biller raised for the customer, all who may answer", async () => {
    const world = await disputed();
    await world.person("payer@harrow.example", { role: "payer" });
    await world.person("viewer@harrow.example", { role: "viewer" });
    const disputeId = await world.raised(world.rafael, world.wishAmount(world.itemId, 5_00n));
    await mailDispute(world.mailing(), { letter: "dispute-raised", disputeId, subjectId: disputeId });
    expect(world.to()).toEqual(["dana@harrow.example", "payer@harrow.example"]);
  });
});

describe("mail choices", () => {
  test("begin with what we ship, and change one topic at a time", async () => {
    const world = await disputed();
    expect(await readMailChoices(world.dana)).toMatchObject({
      disputes: "every_step",
      colleagues_disputes: "none",
    });
    await changeMailChoices(world.dana, { colleagues_disputes: "outcome" });
    expect(await changeMailChoices(world.dana, { disputes: "none" })).toMatchObject({
      disputes: "none",
      colleagues_disputes: "outcome",
    });
    expect(await readMailChoices(world.dana)).toMatchObject({
      disputes: "none",
      colleagues_disputes: "outcome",
    });
  });

  test("are a contact's own", async () => {
    const world = await disputed();
    await expect(changeMailChoices(world.staff("admin"), { disputes: "none" })).rejects.toMatchObject({
      code: "mail_choices.forbidden",
    });
    await expect(readMailChoices(world.staff("admin"))).rejects.toMatchObject({ kind: "forbidden" });
    const colleague = await world.person("second@harrow.example");
    await changeMailChoices(world.dana, { disputes: "none" });
    expect((await readMailChoices(colleague)).disputes).toBe("every_step");
  });
});
