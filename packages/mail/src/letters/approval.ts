import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";

/** To a colleague with the authority: what waits for him, who asks, and that nothing happens before. */
export function approvalRequested(props: LetterProps["approval-requested"], { say, amount }: Words): Content {
  const { biller, reader, requester, account, disputeNumber: dispute, outcome, currency, note, url } = props;
  const named = { requester, dispute, outcome, currency, amount: amount(props.amount) };
  return {
    biller,
    subject: say("approval.subject", named),
    title: say("approval.title", named),
    paragraphs: [
      say("approval.lead", named),
      ...(note ? [say("approval.writes", { requester, note })] : []),
      say("approval.nothing"),
    ],
    table: null,
    facts: [
      { label: say("facts.dispute"), value: dispute },
      { label: say("facts.account"), value: say("facts.accountNamed", account) },
    ],
    action: { label: say("approval.action"), url },
    addressHint: null,
    closing: [],
    footer: say("approval.footer", { biller, reader }),
  };
}

/** To a colleague who asked: who granted or refused it, what he says, and what becomes of it. */
export function approvalDecided(props: LetterProps["approval-decided"], { say, amount }: Words): Content {
  const { biller, reader, decider, isGranted, account, about, number, currency, note, url } = props;
  const named = { decider, number, about, currency, amount: amount(props.amount) };
  const decision = isGranted ? "granted" : "refused";
  return {
    biller,
    subject: say(`approvalDecided.${decision}.subject`, named),
    title: say(`approvalDecided.${decision}.title`, named),
    paragraphs: [
      say(`approvalDecided.${decision}.lead`, named),
      ...(note ? [say("approvalDecided.writes", { decider, note })] : []),
    ],
    table: null,
    facts: [
      { label: say(`approvalDecided.about.${about}`), value: number },
      { label: say("facts.account"), value: say("facts.accountNamed", account) },
    ],
    action: { label: say("approvalDecided.action"), url },
    addressHint: null,
    closing: [],
    footer: say("approvalDecided.footer", { biller, reader }),
  };
}
