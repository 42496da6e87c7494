import type { Claim } from "../holds/hold.ts";
import type { Item } from "../items/item.ts";
import { addDays } from "../kernel/business-day.ts";
import { decimal, least, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type DisputeStatus, isOpen } from "./dispute.ts";
import { inMinor, minus, readDecimal, times } from "./exact-decimal.ts";

/*
 * What of which document may be disputed. Pure. An amount is disputed once: never more of a document than is open and
 * neither disputed nor on its way to be paid, never more of a line than it says. Amounts are minor units.
 */

export type Line = {
  lineNo: number;
  description: string;
  /** Decimals as the source wrote them. */
  quantity: string;
  unitPrice: string;
  amountMinor: bigint;
};

/** What a dispute that is open, or may still be contested, says of a line. */
export type LineClaim = {
  lineNo: number;
  disputeId: string;
  number: string;
  status: DisputeStatus;
  reason: string;
  amountMinor: bigint;
};

/** A document with all that decides how much of it can be disputed. */
export type Disputable = {
  item: Item;
  inFlightMinor: bigint;
  /** Of open disputes, the oldest first. */
  claims: readonly Claim[];
  lines: readonly Line[];
  lineClaims: readonly LineClaim[];
};

export type LineWish = {
  lineNo: number;
  /** Null: what follows from quantity and price, else all that is left of the line. */
  amountMinor: bigint | null;
  /** As the customer would have it; null where he agrees. */
  quantity: string | null;
  unitPrice: string | null;
};

/** Of one document: some lines, or an amount; null is all that can be disputed. */
export type Wish = { itemId: string; amountMinor: bigint | null; lines: readonly LineWish[] };

/** A row to be kept. Line 0 is the document without its lines. */
export type Claimed = {
  itemId: string;
  lineNo: number;
  amountMinor: bigint;
  quantity: string | null;
  unitPrice: string | null;
};

export type Plan = {
  rows: Claimed[];
  amountMinor: bigint;
  legalEntityId: string;
  /** What the largest part is about: root causes are told by it. */
  product: string | null;
};

type Frame = {
  customerId: string;
  currency: string;
  reason: string;
  /** In the customer's calendar. */
  today: string;
  windowDays: number;
};

/** What open disputes hold of the document. */
export const disputedMinor = ({ item, claims }: Disputable): bigint =>
  least(item.openMinor, sum(claims.map((claim) => claim.amountMinor)));

/** What can still be disputed of the document. */
export function roomMinor(disputable: Disputable): bigint {
  const room = disputable.item.openMinor - disputable.inFlightMinor - disputedMinor(disputable);
  return room > 0n ? room : 0n;
}

/** What open disputes say of a line already. */
export const lineDisputedMinor = ({ lineClaims }: Disputable, lineNo: number): bigint =>
  sum(
    lineClaims
      .filter((claim) => claim.lineNo === lineNo && isOpen(claim.status))
      .map((claim) => claim.amountMinor),
  );

/** The last day on which a document can be disputed. */
export const disputeUntil = (issuedOn: string, windowDays: number): string => addDays(issuedOn, windowDays);

/**
 * What a line is too high by: quantity x price as billed less quantity x price as expected, exactly, rounded to minor
 * units, and never more than the line. Refuses `dispute.number` and `dispute.not_less`.
 */
export function lineDifference(
  line: Line,
  expected: Pick<LineWish, "quantity" | "unitPrice">,
  currency: string,
): bigint {
  const wanted = {
    quantity: decimalOf(expected.quantity ?? line.quantity, line),
    unitPrice: decimalOf(expected.unitPrice ?? line.unitPrice, line),
  };
  const billed = times(decimalOf(line.quantity, line), decimalOf(line.unitPrice, line));
  const difference = inMinor(minus(billed, times(wanted.quantity, wanted.unitPrice)), currency);
  if (difference <= 0n)
    throw new Refusal(
      "invalid",
      "dispute.not_less",
      `What you expect for ${line.description} comes to no less than what was billed. Check quantity and price.`,
      { lineNo: line.lineNo, line: line.description },
    );
  // Nothing expected at all is the whole line, whatever rounding its source used.
  const isAll = wanted.quantity.units === 0n || wanted.unitPrice.units === 0n;
  return isAll || difference > line.amountMinor ? line.amountMinor : difference;
}

/**
 * Turns what somebody wants to dispute into rows, or refuses the whole of it with the first thing that is wrong:
 * `item.missing`, `dispute.nothing`, `dispute.twice`, `dispute.one_customer`, `dispute.one_currency`,
 * `dispute.one_entity`, `dispute.kind`, `dispute.too_late`, `dispute.amount`, `dispute.line_missing`,
 * `dispute.over_line`, `dispute.over_open`, `dispute.nothing_open`, `dispute.in_flight`,
 * `dispute.already_disputed` and `dispute.contest_instead` (these two with `disputeId` and `number` of the other).
 */
export function planDispute(wishes: readonly Wish[], found: readonly Disputable[], frame: Frame): Plan {
  const [first] = wishes;
  if (!first) throw new Refusal("invalid", "dispute.nothing", "Choose at least one document to dispute.");
  if (hasDoubles(wishes.map((wish) => wish.itemId)))
    throw new Refusal("invalid", "dispute.twice", "Name each document once.");
  const byId = new Map(found.map((each) => [each.item.id, each]));
  const chosen = wishes.map((wish) => {
    const disputable = byId.get(wish.itemId);
    if (!disputable) throw missing();
    return { wish, disputable };
  });
  const legalEntityId = chosen[0]!.disputable.item.legalEntityId;
  for (const { disputable } of chosen) checkDocument(disputable.item, legalEntityId, frame);
  const rows = chosen.flatMap(({ wish, disputable }) => claimsOn(wish, disputable, frame));
  return {
    rows,
    amountMinor: sum(rows.map((row) => row.amountMinor)),
    legalEntityId,
    product: productOf(rows, byId),
  };
}

function checkDocument(item: Item, legalEntityId: string, frame: Frame): void {
  if (item.customerId !== frame.customerId)
    throw new Refusal(
      "invalid",
      "dispute.one_customer",
      "These documents are of different accounts. Send one dispute for each account.",
    );
  if (item.kind !== "invoice" && item.kind !== "debit_memo")
    throw new Refusal(
      "invalid",
      "dispute.kind",
      `${item.number} is nothing that you owe. Only invoices and debit memos can be disputed.`,
      { document: item.number },
    );
  if (item.currency !== frame.currency)
    throw new Refusal(
      "invalid",
      "dispute.one_currency",
      `${item.number} is in ${item.currency}, not ${frame.currency}. Send one dispute for each currency.`,
      { document: item.number, currency: item.currency },
    );
  if (item.legalEntityId !== legalEntityId)
    throw new Refusal(
      "invalid",
      "dispute.one_entity",
      `${item.number} was issued by another of our companies. Send one dispute for each of them.`,
      { document: item.number },
    );
  const until = disputeUntil(item.issuedOn, frame.windowDays);
  if (frame.today > until)
    throw new Refusal(
      "conflict",
      "dispute.too_late",
      `${item.number} could be disputed until ${until}. Write to us if something is wrong with it.`,
      { document: item.number, until },
    );
}

function claimsOn(wish: Wish, disputable: Disputable, frame: Frame): Claimed[] {
  const { item } = disputable;
  if (wish.lines.length > 0 && wish.amountMinor !== null)
    throw new Refusal(
      "invalid",
      "dispute.lines_or_amount",
      `Dispute lines of ${item.number} or an amount of it, not both.`,
      { document: item.number },
    );
  if (hasDoubles(wish.lines.map((line) => String(line.lineNo))))
    throw new Refusal("invalid", "dispute.twice", "Name each line once.");
  const rows =
    wish.lines.length > 0
      ? wish.lines.map((line) => lineClaim(line, disputable, frame))
      : [documentClaim(wish, disputable)];
  checkRoom(sum(rows.map((row) => row.amountMinor)), disputable);
  return rows;
}

function documentClaim({ itemId, amountMinor }: Wish, disputable: Disputable): Claimed {
  const room = roomMinor(disputable);
  // Where nothing can be disputed, the check of the room says why.
  const wanted = amountMinor ?? (room > 0n ? room : 1n);
  checkAmount(wanted);
  return { itemId, lineNo: 0, amountMinor: wanted, quantity: null, unitPrice: null };
}

function lineClaim(wish: LineWish, disputable: Disputable, { currency, reason }: Frame): Claimed {
  const { item, lines, lineClaims } = disputable;
  const { lineNo, quantity, unitPrice } = wish;
  const line = lines.find((each) => each.lineNo === lineNo);
  if (!line)
    throw new Refusal(
      "invalid",
      "dispute.line_missing",
      `${item.number} has no such line. Reload the page and choose again.`,
      { document: item.number, lineNo },
    );
  const taken = lineDisputedMinor(disputable, lineNo);
  const left = line.amountMinor - taken;
  const isExpected = quantity !== null || unitPrice !== null;
  const amountMinor =
    wish.amountMinor ?? (isExpected ? lineDifference(line, wish, currency) : left > 0n ? left : 1n);
  checkAmount(amountMinor);
  if (amountMinor > line.amountMinor)
    throw new Refusal(
      "invalid",
      "dispute.over_line",
      `The line ${line.description} comes to ${decimal(line.amountMinor, currency)} ${currency}. Dispute that or less.`,
      {
        document: item.number,
        lineNo,
        line: line.description,
        amount: decimal(line.amountMinor, currency),
        currency,
      },
    );
  const others = lineClaims.filter((claim) => claim.lineNo === lineNo);
  const open = others.find((claim) => isOpen(claim.status));
  if (amountMinor > left && open) throw alreadyDisputed(open, item, left, currency);
  const decided = others.filter((claim) => !isOpen(claim.status) && claim.reason === reason);
  if (decided[0] && amountMinor > left - sum(decided.map((claim) => claim.amountMinor)))
    throw new Refusal(
      "conflict",
      "dispute.contest_instead",
      `${decided[0].number} was about this line, and you can still contest its outcome. Do that instead of sending a new dispute.`,
      { number: decided[0].number, disputeId: decided[0].disputeId, document: item.number },
    );
  return { itemId: item.id, lineNo, amountMinor, quantity, unitPrice };
}

function checkAmount(amountMinor: bigint): void {
  if (amountMinor <= 0n) throw new Refusal("invalid", "dispute.amount", "Enter an amount above zero.");
}

function checkRoom(wanted: bigint, disputable: Disputable): void {
  const { item, claims } = disputable;
  const room = roomMinor(disputable);
  if (wanted <= room) return;
  const { currency, number, openMinor } = item;
  if (openMinor === 0n)
    throw new Refusal(
      "conflict",
      "dispute.nothing_open",
      `${number} is settled; nothing of it is open to dispute. Write to us if something is wrong with it.`,
      { document: number },
    );
  const open = decimal(openMinor, currency);
  if (wanted > openMinor)
    throw new Refusal(
      "invalid",
      "dispute.over_open",
      `Of ${number}, ${open} ${currency} is open. Dispute that or less.`,
      { document: number, open, currency },
    );
  const [oldest] = claims;
  if (oldest && wanted > openMinor - disputedMinor(disputable))
    throw alreadyDisputed({ disputeId: oldest.id, number: oldest.number }, item, room, currency);
  throw new Refusal(
    "conflict",
    "dispute.in_flight",
    `Part of ${number} is being paid right now. Up to ${decimal(room, currency)} ${currency} can be disputed; or cancel the payment first.`,
    { document: number, left: decimal(room, currency), currency },
  );
}

function alreadyDisputed(
  other: { disputeId: string; number: string },
  item: Item,
  leftMinor: bigint,
  currency: string,
): Refusal {
  const left = decimal(leftMinor > 0n ? leftMinor : 0n, currency);
  return new Refusal(
    "conflict",
    "dispute.already_disputed",
    leftMinor > 0n
      ? `${other.number} is about this already. Up to ${left} ${currency} more of ${item.number} can be disputed; or add to ${other.number}.`
      : `${other.number} is about this already. Add what you want to say there.`,
    { number: other.number, disputeId: other.disputeId, document: item.number, left, currency },
  );
}

function productOf(rows: readonly Claimed[], byId: ReadonlyMap<string, Disputable>): string | null {
  const amounts = new Map<string, bigint>();
  for (const { itemId, lineNo, amountMinor } of rows) {
    const line = byId.get(itemId)?.lines.find((each) => each.lineNo === lineNo);
    if (line) amounts.set(line.description, (amounts.get(line.description) ?? 0n) + amountMinor);
  }
  let largest: string | null = null;
  for (const [description, amountMinor] of amounts)
    if (largest === null || amountMinor > amounts.get(largest)!) largest = description;
  return largest;
}

function decimalOf(text: string, line: Line) {
  const value = readDecimal(text);
  if (value) return value;
  throw new Refusal(
    "invalid",
    "dispute.number",
    `Write quantity and price of ${line.description} as numbers, such as 1080000 and 0.0086.`,
    { lineNo: line.lineNo, line: line.description },
  );
}

const hasDoubles = (keys: readonly string[]): boolean => new Set(keys).size < keys.length;

export const missing = () =>
  new Refusal("missing", "item.missing", "We cannot find this document on your account.");
