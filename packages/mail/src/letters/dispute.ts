import type { DisputeFacts, DisputeLetter, LetterProps } from "@openitem/domain/messages/letter";
import type { Content, Fact } from "../content.ts";
import type { Words } from "../words.ts";

/* The letters about a dispute: what happened to it, what it means for the money, and what the reader can do. */

type Said = { subject: string; title: string; paragraphs: string[]; facts?: Fact[]; closing?: string[] };

export function disputeRaised(props: LetterProps["dispute-raised"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("dispute.raised.subject", named),
    title: say("dispute.raised.title", named),
    paragraphs: [say("dispute.raised.held", named), ...answerBy(props, words)],
    facts: [{ label: say("facts.raisedBy"), value: props.raisedBy }],
  });
}

export function disputeTaken(props: LetterProps["dispute-taken"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("dispute.taken.subject", named),
    title: say("dispute.taken.title", named),
    paragraphs: [
      props.by ? say("dispute.taken.by", { ...named, by: props.by }) : say("dispute.taken.lead"),
      ...answerBy(props, words),
    ],
  });
}

export function disputeQuestion(props: LetterProps["dispute-question"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), by: props.by };
  return letter(props, words, {
    subject: say("dispute.question.subject", named),
    title: say("dispute.question.title", named),
    paragraphs: props.words,
    closing: [say("dispute.question.clock")],
  });
}

export function disputeMessage(props: LetterProps["dispute-message"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), by: props.by };
  return letter(props, words, {
    subject: say("dispute.message.subject", named),
    title: say("dispute.message.title", named),
    paragraphs: props.words,
  });
}

export function disputeDecided(props: LetterProps["dispute-decided"], words: Words): Content {
  const { say, amount, moment } = words;
  const { outcome, means, grounds, onAccount, contestUntil, creditMemos, rebills } = props;
  const named = { ...names(props, words), outcome, means, granted: amount(props.granted) };
  return letter(props, words, {
    subject: say("dispute.decided.subject", named),
    title: say("dispute.decided.title", named),
    paragraphs: [
      ...(outcome === "rejected" ? [] : [say("dispute.decided.granted", named)]),
      ...(outcome === "accepted" ? [] : [say("dispute.decided.released", named)]),
      ...(grounds ? [say("dispute.decided.grounds", { grounds })] : []),
      ...(onAccount
        ? [say("dispute.decided.onAccount", { onAccount: amount(onAccount), currency: props.currency })]
        : []),
      ...(contestUntil
        ? [say("dispute.decided.contest", { moment: moment(contestUntil, props.timeZone) })]
        : []),
    ],
    facts: [
      ...creditMemos.map((number) => ({ label: say("facts.creditMemo"), value: number })),
      ...rebills.map((number) => ({ label: say("facts.correctedInvoice"), value: number })),
    ],
  });
}

export function disputeContested(props: LetterProps["dispute-contested"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("dispute.contested.subject", named),
    title: say("dispute.contested.title"),
    paragraphs: [say("dispute.contested.held"), ...answerBy(props, words)],
  });
}

export function disputeWithdrawn(props: LetterProps["dispute-withdrawn"], words: Words): Content {
  const { say } = words;
  const named = names(props, words);
  return letter(props, words, {
    subject: say("dispute.withdrawn.subject", named),
    title: say("dispute.withdrawn.title", named),
    paragraphs: [say("dispute.withdrawn.released")],
  });
}

export function disputeMerged(props: LetterProps["dispute-merged"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), into: props.into };
  return letter(props, words, {
    subject: say("dispute.merged.subject", named),
    title: say("dispute.merged.title", named),
    paragraphs: [say("dispute.merged.lead", named)],
  });
}

export function disputeSplit(props: LetterProps["dispute-split"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), from: props.from };
  return letter(props, words, {
    subject: say("dispute.split.subject", named),
    title: say("dispute.split.title", named),
    paragraphs: [say("dispute.split.lead", named)],
  });
}

/** What all of them have: which dispute of which documents, the page, and how to answer. */
function letter(props: LetterProps[DisputeLetter], words: Words, said: Said): Content {
  const { say } = words;
  const { biller, reader, legalEntity, account, disputeNumber, url, canReply } = props;
  const named = names(props, words);
  return {
    subject: said.subject,
    biller,
    title: said.title,
    paragraphs: said.paragraphs,
    table: null,
    facts: [
      { label: say("facts.dispute"), value: say("dispute.about", named) },
      ...(named.documents ? [{ label: say("facts.documents"), value: named.documents }] : []),
      ...(said.facts ?? []),
      { label: say("facts.account"), value: say("facts.accountNamed", account) },
      { label: say("facts.invoicedBy"), value: legalEntity },
    ],
    action: { label: say("dispute.see"), url },
    addressHint: null,
    closing: [
      ...(said.closing ?? []),
      ...(canReply ? [say("dispute.reply", { dispute: disputeNumber })] : []),
    ],
    footer: say("dispute.footer", { biller, reader, dispute: disputeNumber }),
  };
}

function names(
  { disputeNumber, documents, reason, currency, ...props }: DisputeFacts,
  { say, amount }: Words,
) {
  const { shown, more } = documents;
  return {
    dispute: disputeNumber,
    amount: amount(props.amount),
    currency,
    reason,
    documents: [...shown, ...(more > 0 ? [say("dispute.moreDocuments", { count: more })] : [])].join(", "),
    count: shown.length + more,
  };
}

const answerBy = (
  { answerBy: at, timeZone }: { answerBy: Date | null; timeZone: string },
  { say, moment }: Words,
): string[] => (at ? [say("dispute.answerBy", { moment: moment(at, timeZone) })] : []);
