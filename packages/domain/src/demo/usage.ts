import { addDays, daysBetween } from "../kernel/business-day.ts";
import { decimal, minorDigits, sum } from "../kernel/money.ts";
import { invariant } from "../kernel/refusal.ts";
import { type Dice, diceOf } from "./demo-id.ts";

/** A line as `issueDocument` takes it. */
export type DemoLine = {
  description: string;
  quantity: string;
  unit: string;
  unitPrice: string;
  amountMinor: bigint;
  periodFromOn?: string;
  periodToOn?: string;
};

/** Unit prices are whole ten-thousandths of the currency's main unit: 79n is 0.0079. */
const PRICE_DIGITS = 4;

/** How many units of a currency make a dollar on the rate card. Made up: a price list, not an exchange rate. */
const RATE_CARD_SCALE: Readonly<Record<string, number>> = {
  EUR: 0.92,
  GBP: 0.79,
  JPY: 150,
  KWD: 0.31,
  AED: 3.67,
  INR: 84,
  SGD: 1.34,
  AUD: 1.5,
  CAD: 1.37,
  BRL: 5.4,
  MXN: 18,
  CHF: 0.88,
  SEK: 10.5,
  ZAR: 18.2,
  KRW: 1380,
};

const DESTINATIONS = `
  US IN BR MX ID NG ZA GB DE FR ES IT NL PL SE NO DK FI PT GR TR AE SA KW QA EG MA KE GH PK BD LK NP TH VN PH MY SG
  JP KR TW HK AU NZ CA AR CL CO PE EC UY CH AT BE CZ HU RO BG HR RS UA KZ IL JO
`
  .trim()
  .split(/\s+/);

type Service = { what: (country: string) => string; unit: string; least: number; greatest: number };

const SERVICES: readonly Service[] = [
  { what: (country) => `Outbound SMS, ${country}`, unit: "messages", least: 41, greatest: 680 },
  {
    what: (country) => `WhatsApp conversations, ${country}`,
    unit: "conversations",
    least: 95,
    greatest: 910,
  },
  { what: (country) => `Outbound voice, ${country}`, unit: "minutes", least: 85, greatest: 1450 },
];

const countryNames = new Intl.DisplayNames("en", { type: "region" });

/** A price of the rate card in ten-thousandths, the same for a service and a country on every invoice. */
function priceOf(service: Service, country: string, currency: string): bigint {
  const base = diceOf(`price:${service.unit}:${country}`).between(service.least, service.greatest);
  return BigInt(Math.max(1, Math.round(base * (RATE_CARD_SCALE[currency] ?? 1))));
}

/** Quantity times price, rounded half up to the currency's smallest unit. */
function lineAmount(quantity: bigint, price: bigint, currency: string): bigint {
  const divisor = 10n ** BigInt(PRICE_DIGITS);
  return (quantity * price * 10n ** BigInt(minorDigits(currency)) + divisor / 2n) / divisor;
}

function priceText(price: bigint): string {
  const text = price.toString().padStart(PRICE_DIGITS + 1, "0");
  return `${text.slice(0, -PRICE_DIGITS)}.${text.slice(-PRICE_DIGITS)}`;
}

export type Usage = {
  /** Seeds the chance in it. */
  name: string;
  totalMinor: bigint;
  currency: string;
  /** How many lines, the last two of them for fees. */
  lines: number;
  fromOn: string;
  toOn: string;
};

/**
 * Usage lines that add up to a total: messages, conversations and minutes by destination, each its quantity times
 * its price, and fees that make up the rest. With more lines than destinations, each day has lines of its own.
 */
export function usageLines(usage: Usage): DemoLine[] {
  const { name, totalMinor, currency, fromOn, toOn } = usage;
  const dice = diceOf(`usage:${name}`);
  const count = Math.max(1, usage.lines - 2);
  const usageMinor = (totalMinor * BigInt(dice.between(940, 968))) / 1000n;
  const weights = Array.from({ length: count }, () => dice.between(20, 100));
  const weight = BigInt(weights.reduce((total, each) => total + each, 0));
  const routes = routesOf(dice, count);
  const days = daysBetween(fromOn, toOn) + 1;
  const isDaily = count > routes.length;
  const lines = weights.map((each, index): DemoLine => {
    const { service, country } = routes[index % routes.length]!;
    const price = priceOf(service, country, currency);
    const shareMinor = (usageMinor * BigInt(each)) / weight;
    const scaled = shareMinor * 10n ** BigInt(PRICE_DIGITS);
    const quantity = scaled / (price * 10n ** BigInt(minorDigits(currency)));
    const on = addDays(fromOn, Math.floor(index / routes.length) % days);
    const what = service.what(countryNames.of(country) ?? country);
    return {
      description: what,
      quantity: quantity.toString(),
      unit: service.unit,
      unitPrice: priceText(price),
      amountMinor: lineAmount(quantity, price, currency),
      periodFromOn: isDaily ? on : fromOn,
      periodToOn: isDaily ? on : toOn,
    };
  });
  const restMinor = totalMinor - sum(lines.map((line) => line.amountMinor));
  invariant(restMinor > 1n, "usage leaves something for fees");
  const carrierMinor = (restMinor * 7n) / 10n;
  return [
    ...lines,
    feeLine("Carrier surcharges", carrierMinor, currency),
    feeLine("Regulatory fees", restMinor - carrierMinor, currency),
  ];
}

export const feeLine = (description: string, amountMinor: bigint, currency: string): DemoLine => ({
  description,
  quantity: "1",
  unit: "fee",
  unitPrice: decimal(amountMinor, currency),
  amountMinor,
});

type Route = { service: Service; country: string };

/** What a customer sends and where: as many different routes as there are lines, or all there are. */
function routesOf(dice: Dice, count: number): Route[] {
  const first = dice.between(0, DESTINATIONS.length - 1);
  const all = SERVICES.flatMap((service, index) =>
    DESTINATIONS.map((_, step) => ({
      service,
      country: DESTINATIONS[(first + index * 7 + step) % DESTINATIONS.length]!,
    })),
  );
  if (count >= all.length) return all;
  // One of each service in turn, so that short invoices show them all.
  return Array.from({ length: count }, (_, index) => {
    const service = index % SERVICES.length;
    return all[service * DESTINATIONS.length + (Math.floor(index / SERVICES.length) % DESTINATIONS.length)]!;
  });
}

/** Splits a quantity into parts of whole hundreds, the last with what is left, so that rounding happens once. */
function parts(quantity: bigint, count: number): bigint[] {
  const hundreds = quantity / 100n;
  const each = hundreds / BigInt(count);
  const split = Array.from({ length: count - 1 }, (_, index) => (each + BigInt(index % 3) - 1n) * 100n);
  return [...split, quantity - sum(split)];
}

/** The line of the July invoice that is disputed: the India route is billed by the month. */
export const INDIA_LINE = 868;

/** The July invoice of the story: 1,284 lines by day and sender, which add up to these ten groups. */
export function storyUsageLines(fromOn: string): DemoLine[] {
  const byDay = (what: string, unit: string, quantity: bigint, price: bigint, count: number) =>
    parts(quantity, count).map((part, index): DemoLine => {
      const on = addDays(fromOn, index % 31);
      const sender = count > 31 ? `, sender ${24_365 + Math.floor(index / 31)}` : "";
      return {
        description: `${what}${sender}`,
        quantity: part.toString(),
        unit,
        unitPrice: priceText(price),
        amountMinor: lineAmount(part, price, "USD"),
        periodFromOn: on,
        periodToOn: on,
      };
    });
  const monthly = (what: string, unit: string, quantity: bigint, price: bigint): DemoLine => ({
    description: what,
    quantity: quantity.toString(),
    unit,
    unitPrice: priceText(price),
    amountMinor: lineAmount(quantity, price, "USD"),
    periodFromOn: fromOn,
    periodToOn: addDays(fromOn, 30),
  });
  return [
    ...byDay("Outbound SMS, United States", "messages", 2_418_330n, 79n, 867),
    monthly("Outbound SMS, India", "messages, DLT route", 1_080_000n, 146n),
    ...byDay("Outbound voice, United States", "minutes", 318_402n, 135n, 248),
    ...byDay("Inbound voice, toll-free", "minutes", 91_275n, 220n, 124),
    monthly("Phone numbers, monthly, US local", "numbers", 1_412n, 11_500n),
    monthly("Short code 24365, monthly", "codes", 1n, 10_000_000n),
    ...byDay("Verification checks", "checks", 38_250n, 500n, 39),
    monthly("Recording storage", "GB-months", 1_904n, 1_000n),
    feeLine("Federal Universal Service Fund, voice only", 1_842_16n, "USD"),
    feeLine("State and local telecom taxes", 468_25n, "USD"),
  ];
}
