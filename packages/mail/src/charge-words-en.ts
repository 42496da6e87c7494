/** English words of the letters about charges, kept payment methods and payments to be released, in ICU syntax. */
export const chargeWordsEn = {
  footer: "Sent by {biller} to {reader}, for account {account}.",
  account: "Account",
  method: "Charged from",
  on: "On",
  cause: "Because of",
  causes:
    "{cause, select, autopay {Autopay} promise {The instalments you agreed to} other {A payment scheduled by you or a colleague}}",
  amount: "Amount, {currency}",
  total: "Charged",
  failedTotal: "Not charged",
  leftOut: "{count, plural, one {Left out} other {Left out, # amounts}}",
  more: "{count, plural, one {# more document} other {# more documents}}",
  see: "See the charge",
  reason:
    "{number}, {amount} {currency}: {reason, select, in_flight {being paid already} disputed {disputed} promised {promised for another day} scheduled {part of another charge} tried_before {not charged a second time by itself} covered_by_credit {covered by your credits, which you can use in the portal} over_cap {above your limit for one charge} too_many {too many documents for one charge} too_little {too little to be charged} too_much {too much to be charged at once} paused {autopay is paused} method_ended {the payment method cannot be charged any more} not_told {we could not reach you before} other {left out}}",
  announced: {
    subject: "We charge {amount} {currency} on {day}",
    title: "We charge {amount} {currency} on {day}",
    lead: "On {day} we charge {amount} {currency} from {method}. You need not do anything. It is never more than this; what you pay, dispute or promise until then is left out.",
    leftOut: "Left out of this charge:",
    stop: "You can stop it in the portal until it starts on that day.",
  },
  held: {
    subject: "Nothing is charged on {day}",
    title: "Nothing is charged on {day}",
    lead: "A charge from {method} was due on {day}. Nothing is charged, because all of it is left out:",
    next: "When the reason is gone we announce the charge anew before it is made. You can also pay by hand at any time.",
  },
  failed: {
    subject: "The charge of {amount} {currency} did not go through",
    title: "The charge of {amount} {currency} did not go through",
    lead: "Nothing was charged from {method}. {reason}",
    retry:
      "We try again on {retryDay}, with at most the same amount. You can stop that in the portal, or pay by hand before.",
    pay: "Pay by hand",
    last: "We do not try again by ourselves. The documents are open and due as before: pay them by hand, also in another way.",
  },
  added: {
    subject: "{method} is kept for charges by {biller}",
    title: "{method} is kept for later charges",
    lead: "{addedBy} added it to the account. It is charged only for autopay, instalments or payments that your people have set up, and each charge is announced before.",
    unexpected: "If you did not expect this, end it in the portal and tell us.",
  },
  revoked: {
    subject: "{method} is no longer charged",
    title: "{method} is no longer charged",
    byPerson: "It was ended in the portal.",
    byBank: "Your bank or card issuer ended it.",
    paused:
      "{count, plural, one {Autopay on it is paused.} other {# autopays on it are paused.}} Choose another payment method to go on.",
    held: "{count, plural, one {# charge that was to come is held.} other {# charges that were to come are held.}}",
  },
  seeMethods: "See your payment methods",
  release: {
    prepared: "Prepared payment",
    see: "See the payment",
    wish: {
      subject: "{preparer} asks you to release {amount} {currency}, {number}",
      title: "{amount} {currency} waits for your release",
      lead: "{preparer} prepared this payment. Nothing is charged or reserved until an approver of the account releases it.",
      action: "Look and decide",
    },
    released: {
      subject: "{number} of {amount} {currency} is released",
      title: "{decider} released {number}",
      lead: "The payment of {amount} {currency} has started.",
    },
    declined: {
      subject: "{number} of {amount} {currency} is not released",
      title: "{decider} did not release {number}",
      lead: "Nothing was charged. You can prepare it anew.",
    },
    writes: "{name} writes: {note}",
  },
} as const;
