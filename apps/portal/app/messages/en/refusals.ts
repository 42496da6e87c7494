/**
 * Words for refusals by their code ("list.cursor" is `list.cursor`), with their facts. A code that is not here is
 * told in the sentence the domain gave it.
 */
export const refusals = {
  item: { missing: "We cannot find this invoice on your account." },
  customer: { missing: "We cannot find this account." },
  charge: { day_far: "Choose a day until {last}." },
  dispute: {
    already_disputed:
      "{number} is about this already. {left, select, none {Add there what you want to say.} other {Up to {left} {currency} more of {document} can be disputed; or add to {number}.}}",
    contest_instead:
      "{number} was about this line, and you can still contest its outcome. Do that instead of sending a new dispute.",
    in_flight:
      "Part of {document} is being paid right now. Up to {left} {currency} can be disputed; or cancel the payment first.",
    kind: "{document} is nothing that you owe. Only invoices and debit memos can be disputed.",
    line_missing: "{document} has no such line. Reload the page and choose again.",
    lines_or_amount: "Dispute lines of {document} or an amount of it, not both.",
    not_less: "What you expect for {line} comes to no less than what was billed. Check quantity and price.",
    nothing_open:
      "{document} is settled; nothing of it is open to dispute. Write to us if something is wrong with it.",
    number: "Write quantity and price of {line} as numbers.",
    one_currency: "{document} is in {currency}. Send one dispute for each currency.",
    one_entity: "{document} was issued by another of our companies. Send one dispute for each of them.",
    over_line: "The line {line} comes to {amount} {currency}. Dispute that or less.",
    over_open: "Of {document}, {open} {currency} is open. Dispute that or less.",
    too_late: "{document} could be disputed until {until}. Write to us if something is wrong with it.",
  },
  remittance: {
    known: "{name} is already here as {number}. Nothing was added a second time.",
    day_missing: "Enter the day you sent the money.",
    day: "The day you sent the money must lie between {earliest} and {latest}.",
    total_missing: "Enter the amount you sent.",
    total_not_positive: "The amount you sent must be more than zero.",
    sum: "The lines come to {lines} and the payment to {total}. Correct one of them, or put the difference on account.",
    over_total: "The invoices come to {lines}, more than the {total} you sent. Correct one of them.",
    over_open: "{number} has {open} open. Enter up to that; what you sent beyond it goes on account.",
    line_amount: "The amount of {name} could not be taken as it is. Enter it.",
    line_open: "Choose the invoice that {name} is about, or put its amount on account.",
    line_reason: "Say what was deducted for on {name}: {amount}.",
    line_paid: "{name} has nothing open any more. Choose another invoice, or put its amount on account.",
  },
  list: { cursor: "This page of the list is no longer there. Start from its beginning." },
};
