/** English words of the letters about promises, in ICU syntax. Amounts and days come in as text. */
export const promiseWordsEn = {
  see: "See the promise",
  pay: "Pay now",
  answer: "Answer the plan",
  day: "Day",
  promised: "Promised, {currency}",
  total: "Promised",
  promise: "Promise",
  account: "Account",
  about: "For",
  moreDocuments: "{count, plural, one {# more} other {# more}}",
  writes: "{name} writes: {note}",
  paused: "Reminders for these amounts pause until then. The due dates of the invoices do not change.",
  settles:
    "{days, plural, =0 {A promise is kept when the money has settled by the day.} one {A promise is kept when the money has settled by the day, plus # day of grace.} other {A promise is kept when the money has settled by the day, plus # days of grace.}} A bank debit takes up to 4 business days, so start it early.",
  footer:
    "Sent by {biller} to {reader} about promise {promise}. You choose in the portal’s settings what you are told by mail.",
  stands: {
    subject: "Your promise {promise} of {total} {currency} stands",
    title: "Your promise of {total} {currency} stands",
    accepted: "{name} has accepted it.",
    acceptedByYou: "You have accepted our plan.",
    debited:
      "Each amount is debited on its day from {method}. You are told before, and can stop it until then.",
  },
  requested: {
    subject: "We have your request {promise} of {total} {currency}",
    title: "We have your plan to pay {total} {currency}",
    lead: "It goes beyond what stands at once, so we have to accept it.",
    answerer: "{name} answers by {day}. Until then reminders stay paused.",
    answered: "We answer by {day}. Until then reminders stay paused.",
  },
  proposed: {
    subject: "A plan for {total} {currency} waits for your answer, {promise}",
    title: "{name} proposes a plan for {total} {currency}",
    counter: "It takes the place of what you asked for.",
    lead: "It stands when you accept it. You can also decline it, or propose other dates, until {day}. Until then reminders stay paused.",
  },
  declined: {
    subject: "Your request {promise} is not accepted",
    title: "Your plan to pay {total} {currency} is not accepted",
    lead: "Reminders go on as before. You can promise other days at any time.",
  },
  reminder: {
    subject: "{amount} {currency} is promised for {on}, {promise}",
    title: "{amount} {currency} is promised for {on}",
    change: "If you cannot pay by then, change the promise before its day.",
  },
  broken: {
    subject: "{missing} {currency} of your promise {promise} has not come",
    title: "{missing} {currency} has not come",
    lead: "It was promised for {on}. What is open is chased again from now on.",
    part: "The promise is kept in part.",
    ask: "If you have paid it another way, tell us, so that we can find the money.",
  },
} as const;
