import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";

/* The letters about a payment that one person prepares and another releases. */

type Facts = Omit<LetterProps["payment-released"], "decider">;

/** To the approvers: what waits, who prepared it, and that nothing happens before one of them decides. */
export function paymentToRelease(props: LetterProps["payment-to-release"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), preparer: props.preparer };
  return letter(props, words, {
    subject: say("charge.release.wish.subject", named),
    title: say("charge.release.wish.title", named),
    paragraphs: [say("charge.release.wish.lead", named), ...written(props.preparer, props.note, words)],
    action: say("charge.release.wish.action"),
  });
}

export function paymentReleased(props: LetterProps["payment-released"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), decider: props.decider };
  return letter(props, words, {
    subject: say("charge.release.released.subject", named),
    title: say("charge.release.released.title", named),
    paragraphs: [say("charge.release.released.lead", named)],
    action: say("charge.release.see"),
  });
}

export function paymentDeclined(props: LetterProps["payment-declined"], words: Words): Content {
  const { say } = words;
  const named = { ...names(props, words), decider: props.decider };
  return letter(props, words, {
    subject: say("charge.release.declined.subject", named),
    title: say("charge.release.declined.title", named),
    paragraphs: [...written(props.decider, props.note, words), say("charge.release.declined.lead")],
    action: say("charge.release.see"),
  });
}

const names = ({ amount: minor, currency, preparedNumber: number }: Facts, { amount }: Words) => ({
  amount: amount(minor),
  currency,
  number,
});

/** What somebody wrote with it; nothing when he wrote nothing. */
const written = (name: string, note: string | null, { say }: Words): string[] =>
  note ? [say("charge.release.writes", { name, note })] : [];

function letter(
  facts: Facts,
  { say, amount }: Words,
  { action, ...said }: Pick<Content, "subject" | "title" | "paragraphs"> & { action: string },
): Content {
  const { biller, reader, account, preparedNumber, currency, documents, url } = facts;
  return {
    ...said,
    biller,
    table:
      documents.shown.length === 0
        ? null
        : {
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
            total: { label: say("table.openTotal"), amount: amount(documents.total) },
          },
    facts: [
      { label: say("charge.release.prepared"), value: preparedNumber },
      { label: say("charge.account"), value: say("facts.accountNamed", account) },
    ],
    action: { label: action, url },
    addressHint: null,
    closing: [],
    footer: say("charge.footer", { biller, reader, account: account.number }),
  };
}
