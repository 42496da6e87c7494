import type { LetterProps } from "@openitem/domain/messages/letter";
import type { PromiseFacts } from "@openitem/domain/messages/promise-letters";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";

/* The letters about a promise to pay: what it is worth now, what is paid when, and what the reader can do. */

type Said = {
  subject: string;
  title: string;
  paragraphs: string[];
  action?: string;
  closing?: string[];
};

export function promiseStands(props: LetterProps["promise-stands"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  const { acceptedBy, debitedFrom, graceDays } = props;
  const accepted =
    acceptedBy &&
    (acceptedBy.side === "biller"
      ? say("promise.stands.accepted", { name: acceptedBy.name })
      : say("promise.stands.acceptedByYou"));
  return letter(props, words, {
    subject: say("promise.stands.subject", named),
    title: say("promise.stands.title", named),
    paragraphs: [
      [...(accepted ? [accepted] : []), say("promise.paused")].join(" "),
      ...(acceptedBy?.side === "biller" ? written(acceptedBy.name, acceptedBy.note, words) : []),
      debitedFrom
        ? say("promise.stands.debited", { method: debitedFrom })
        : say("promise.settles", { days: graceDays }),
    ],
  });
}

export function promiseRequested(props: LetterProps["promise-requested"], words: Words): Content {
  const { say, day } = words;
  const named = names(props, words);
  const answer = props.answerer
    ? say("promise.requested.answerer", { name: props.answerer, day: day(props.answerBy) })
    : say("promise.requested.answered", { day: day(props.answerBy) });
  return letter(props, words, {
    subject: say("promise.requested.subject", named),
    title: say("promise.requested.title", named),
    paragraphs: [`${say("promise.requested.lead")} ${answer}`],
  });
}

export function promiseProposed(props: LetterProps["promise-proposed"], words: Words): Content {
  const { say, day } = words;
  const named = { ...names(props, words), name: props.proposer };
  const lead = say("promise.proposed.lead", { day: day(props.answerBy) });
  return letter(props, words, {
    subject: say("promise.proposed.subject", named),
    title: say("promise.proposed.title", named),
    paragraphs: [
      props.isCounter ? `${say("promise.proposed.counter")} ${lead}` : lead,
      ...written(props.proposer, props.note, words),
    ],
    action: say("promise.answer"),
  });
}

export function promiseDeclined(props: LetterProps["promise-declined"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("promise.declined.subject", named),
    title: say("promise.declined.title", named),
    paragraphs: [...written(props.decliner, props.note, words), say("promise.declined.lead")],
  });
}

export function promiseReminder(props: LetterProps["promise-reminder"], words: Words): Content {
  const { say, amount, day } = words;
  const named = { ...names(props, words), amount: amount(props.amount), on: day(props.on) };
  return letter(props, words, {
    subject: say("promise.reminder.subject", named),
    title: say("promise.reminder.title", named),
    paragraphs: [say("promise.settles", { days: props.graceDays })],
    action: say("promise.pay"),
    closing: [say("promise.reminder.change")],
  });
}

export function promiseBroken(props: LetterProps["promise-broken"], words: Words): Content {
  const { say, amount, day } = words;
  const named = { ...names(props, words), missing: amount(props.missing), on: day(props.on) };
  return letter(props, words, {
    subject: say("promise.broken.subject", named),
    title: say("promise.broken.title", named),
    paragraphs: [
      [say("promise.broken.lead", named), ...(props.isKeptInPart ? [say("promise.broken.part")] : [])].join(
        " ",
      ),
    ],
    action: say("promise.pay"),
    closing: [say("promise.broken.ask")],
  });
}

const names = ({ promiseNumber, total, currency }: PromiseFacts, { amount }: Words) => ({
  promise: promiseNumber,
  total: amount(total),
  currency,
});

/** What somebody wrote with his answer; nothing when he wrote nothing. */
const written = (name: string, note: string | null, { say }: Words): string[] =>
  note ? [say("promise.writes", { name, note })] : [];

function letter(facts: PromiseFacts, words: Words, said: Said): Content {
  const { say, amount, day } = words;
  const { biller, reader, account, promiseNumber, currency, dates, total, documents, url } = facts;
  const more = documents.count - documents.shown.length;
  return {
    subject: said.subject,
    biller,
    title: said.title,
    paragraphs: said.paragraphs,
    table: {
      head: [say("promise.day"), say("promise.promised", { currency })],
      rows: dates.map((date) => ({ label: day(date.on), note: null, amount: amount(date.amount) })),
      total: { label: say("promise.total"), amount: amount(total) },
    },
    facts: [
      { label: say("promise.promise"), value: promiseNumber },
      { label: say("promise.account"), value: say("facts.accountNamed", account) },
      {
        label: say("promise.about"),
        value: [
          ...documents.shown,
          ...(more > 0 ? [say("promise.moreDocuments", { count: more })] : []),
        ].join(", "),
      },
    ],
    action: { label: said.action ?? say("promise.see"), url },
    addressHint: null,
    closing: said.closing ?? [],
    footer: say("promise.footer", { biller, reader, promise: promiseNumber }),
  };
}
