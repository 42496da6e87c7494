import type { LetterKind, LetterProps } from "@openitem/domain/messages/letter";
import { expect, test } from "vitest";
import { renderLetter } from "../src/render-letter.ts";
import { letters } from "./letters.ts";

const write = <K extends LetterKind>(kind: K, over: Partial<LetterProps[K]> = {}) =>
  renderLetter(kind, { ...letters[kind], ...over }, { locale: "en-GB" });

test("a charge is announced with its amount, day and method, what is left out and why, and how to stop it", async () => {
  const { subject, text } = await write("charge-announced");
  expect(subject).toBe("We charge 2,500.00 USD on 21 Nov 2026");
  expect(text).toContain("from Chase 6789");
  expect(text).toMatch(/^INV-2026-09261 +1,500\.00$/m);
  expect(text).toMatch(/^Charged +2,500\.00$/m);
  expect(text).toContain("INV-2026-09262, 480.00 USD: disputed");
  expect(text).toContain("INV-2026-09263, 75.50 USD: covered by your credits");
  expect(text).toContain("You can stop it in the portal until it starts on that day.");
});

test("an announcement that leaves nothing out says nothing of it", async () => {
  const { text } = await write("charge-announced", { leftOut: [] });
  expect(text).not.toContain("Left out");
});

test("a held charge says that nothing is charged, and why", async () => {
  const { subject, text } = await write("charge-held");
  expect(subject).toBe("Nothing is charged on 21 Nov 2026");
  expect(text).toContain("INV-2026-09262, 480.00 USD: disputed");
  expect(text).not.toMatch(/^Charged +\d/m);
});

test("a failed charge says when it is tried again, or that it is not", async () => {
  const again = await write("charge-failed");
  expect(again.text).toContain("We try again on 24 Nov 2026, with at most the same amount.");
  expect(again.text).toContain("insufficient funds");
  const last = await write("charge-failed", { retryOn: null });
  expect(last.text).toContain("We do not try again by ourselves.");
  expect(last.text).not.toContain("We try again");
  expect(last.text).toContain("Pay by hand:\n");
});

test("an ended method says who ended it and what waits because of it", async () => {
  const { text } = await write("method-revoked");
  expect(text).toContain(
    "It was ended in the portal. 2 charges that were to come are held. Autopay on it is paused.",
  );
  const quiet = await write("method-revoked", { byBank: true, pausedAutopays: 0, heldCharges: 0 });
  expect(quiet.text).toContain("Your bank or card issuer ended it.\n");
});

test("a payment to be released names who prepared it and what he wrote", async () => {
  const { subject, text } = await write("payment-to-release");
  expect(subject).toBe("Dana Whitfield asks you to release 2,500.00 USD, PPR-0012");
  expect(text).toContain("Dana Whitfield writes: The August invoices.");
  expect((await write("payment-declined")).text).toContain("Noor Aziz writes: Wait for the credit memo.");
  expect((await write("payment-released")).text).toContain("Noor Aziz released PPR-0012");
});
