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
