import type { ChargeFacts, LeftOut } from "@openitem/domain/messages/charge-letters";
import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content, Table } from "../content.ts";
import type { Words } from "../words.ts";

/* The letters about charges that come by themselves, and about the payment methods that are kept for them. */

/** What is charged when and from where, what is left out and why, and how to stop it. */
export function chargeAnnounced(props: LetterProps["charge-announced"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("charge.announced.subject", named),
    title: say("charge.announced.title", named),
    paragraphs: [
      say("charge.announced.lead", named),
      ...(props.leftOut.length > 0 ? [say("charge.announced.leftOut")] : []),
      ...reasons(props, words),
    ],
    table: table(props, words, "total"),
    closing: [say("charge.announced.stop")],
  });
}

/** Nothing of it is charged now: each amount with its reason. */
export function chargeHeld(props: LetterProps["charge-held"], words: Words): Content {
  const { say, day } = words;
  const named = { day: day(props.on), method: props.method };
  return letter(props, words, {
    subject: say("charge.held.subject", named),
    title: say("charge.held.title", named),
    paragraphs: [say("charge.held.lead", named), ...reasons(props, words), say("charge.held.next")],
    table: null,
    closing: [],
  });
}

/** It did not go through: why, and what happens next. */
export function chargeFailed(props: LetterProps["charge-failed"], words: Words): Content {
  const { say, day } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("charge.failed.subject", named),
    title: say("charge.failed.title", named),
    paragraphs: [
      say("charge.failed.lead", { method: props.method, reason: props.reason }),
      props.retryOn
        ? say("charge.failed.retry", { retryDay: day(props.retryOn) })
        : say("charge.failed.last"),
    ],
    table: table(props, words, "failedTotal"),
    closing: [],
    ...(props.retryOn ? {} : { action: say("charge.failed.pay") }),
  });
}

export function methodAdded(props: LetterProps["method-added"], words: Words): Content {
  const { say } = words;
  const { method, biller, addedBy } = props;
  return aboutMethod(props, words, {
    subject: say("charge.added.subject", { method, biller }),
    title: say("charge.added.title", { method }),
    paragraphs: [say("charge.added.lead", { addedBy })],
    closing: [say("charge.added.unexpected")],
  });
}

export function methodRevoked(props: LetterProps["method-revoked"], words: Words): Content {
  const { say } = words;
  const { method, byBank, pausedAutopays, heldCharges } = props;
  return aboutMethod(props, words, {
    subject: say("charge.revoked.subject", { method }),
    title: say("charge.revoked.title", { method }),
    paragraphs: [
      [
        byBank ? say("charge.revoked.byBank") : say("charge.revoked.byPerson"),
        ...(heldCharges > 0 ? [say("charge.revoked.held", { count: heldCharges })] : []),
        ...(pausedAutopays > 0 ? [say("charge.revoked.paused", { count: pausedAutopays })] : []),
      ].join(" "),
    ],
    closing: [],
  });
}

const names = (
  { amount: minor, currency, on, method }: Pick<ChargeFacts, "amount" | "currency" | "on" | "method">,
  { amount, day }: Words,
) => ({ amount: amount(minor), currency, day: day(on), method });

const reasons = (
  { leftOut, currency }: { leftOut: readonly LeftOut[]; currency: string },
  { say, amount }: Words,
): string[] =>
  leftOut.map(({ number, amount: minor, reason }) =>
    say("charge.reason", { number, amount: amount(minor), currency, reason }),
  );

function table(
  { documents, currency, amount: total }: Pick<ChargeFacts, "documents" | "currency" | "amount">,
  { say, amount }: Words,
  label: "total" | "failedTotal",
): Table {
  return {
    head: [say("table.document"), say("charge.amount", { currency })],
    rows: [
      ...documents.shown.map((document) => ({
        label: document.number,
        note: null,
        amount: amount(document.amount),
      })),
      ...(documents.rest
        ? [
            {
              label: say("charge.more", { count: documents.rest.count }),
              note: null,
              amount: amount(documents.rest.amount),
            },
          ]
        : []),
    ],
    total: { label: say(`charge.${label}`), amount: amount(total) },
  };
}

type Said = Pick<Content, "subject" | "title" | "paragraphs" | "closing">;

function letter(
  props: Omit<ChargeFacts, "documents" | "amount">,
  { say, day }: Words,
  { action = say("charge.see"), ...said }: Said & Pick<Content, "table"> & { action?: string },
): Content {
  const { biller, reader, account, on, method, cause, url } = props;
  return {
    ...said,
    biller,
    facts: [
      { label: say("charge.on"), value: day(on) },
      { label: say("charge.method"), value: method },
      { label: say("charge.cause"), value: say("charge.causes", { cause }) },
      { label: say("charge.account"), value: say("facts.accountNamed", account) },
    ],
    action: { label: action, url },
    addressHint: null,
    footer: say("charge.footer", { biller, reader, account: account.number }),
  };
}

function aboutMethod(
  {
    biller,
    reader,
    account,
    url,
  }: { biller: string; reader: string; account: { name: string; number: string }; url: string },
  { say }: Words,
  said: Said,
): Content {
  return {
    ...said,
    biller,
    table: null,
    facts: [{ label: say("charge.account"), value: say("facts.accountNamed", account) }],
    action: { label: say("charge.seeMethods"), url },
    addressHint: null,
    footer: say("charge.footer", { biller, reader, account: account.number }),
  };
}
