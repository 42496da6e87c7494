import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { OpenDebit, Payer } from "@openitem/domain/matching/match";
import type { Chance } from "./chance.ts";

/*
 * Open items to match against: the real ledger of a food manufacturer where its file is at hand, else made-up ones, both
 * stretched to any size. Neighbouring numbers, equal amounts and namesakes are meant to be there.
 */

export const REAL_ITEMS = join(
  import.meta.dirname,
  "../../../shared/data/ar/highradius/open-items-full-columns.csv.gz",
);

export type Numbering = "as it is" | "digits" | "year" | "plain eight" | "dashed" | "letters";
export type Stock = { debits: OpenDebit[]; payers: Payer[]; isReal: boolean };
type Seed = {
  customer: string;
  name: string;
  number: string;
  cents: number;
  issuedOn: string;
  dueOn: string;
};

const ENTITY = "entity";
const TOWNS =
  `Hamburg Bremen Köln München Zürich Wien Lyon Lille Utrecht Gent Denver Boston Austin Tampa Leeds York
  Malmö Turku Porto Bilbao Turin Padua Brno Lodz Essen Kassel Ulm Trier Nantes Dijon`.split(/\s+/);
const WORDS =
  `Nordwind Südstern Hanse Alpen Rhein Müller Schäfer König Jäger Dubois Lefèvre Janssen Vermeulen Rossi
  Bianchi Novak Andersen Lindqvist O'Brien McKay Walker Barnes Falcon Summit Harbor Prairie Cedar Granite Orion Vega
  Delta Kappa Meridian Parlance Quartz Umbra Violet Wagner Xenon Zephyr`.split(/\s+/);
const TRADES =
  `Foods Logistik Handel Maschinenbau Märkte Technik Trading Transport Distribution Systems Bau Service
  Farms Retail Wholesale Getränke Papier Metall Energie Pharma`.split(/\s+/);
const FORMS = ["GmbH", "GmbH & Co. KG", "AG", "B.V.", "SARL", "S.p.A.", "Inc.", "LLC", "Ltd", "Corp"];

/** At least `count` open items. `numbering` says how the documents are numbered; the real ones keep theirs "as it is". */
export function stockOf(chance: Chance, count: number, numbering: Numbering): Stock {
  const real = existsSync(REAL_ITEMS) ? realSeeds() : null;
  const seeds = real ?? madeUpSeeds(chance, 5_000);
  const payers = new Map<string, Payer>();
  const debits: OpenDebit[] = [];
  const numbers = new Set(seeds.map(({ number }) => number));
  for (let copy = 0; debits.length < count; copy++) {
    const town = TOWNS[(copy - 1) % TOWNS.length];
    for (const seed of seeds.slice(0, count - debits.length)) {
      const customerId = copy === 0 ? seed.customer : `${seed.customer}-${copy}`;
      if (!payers.has(customerId))
        payers.set(customerId, {
          customerId,
          number: copy === 0 ? seed.customer : String(300_000_000 + payers.size),
          name: copy === 0 ? seed.name : copiedName(seed.name, town ?? "", copy),
          parentId: null,
        });
      // Half of the copies keep their amount to the cent: as many strangers owe the same.
      const cents =
        copy === 0 || chance.is(0.5)
          ? seed.cents
          : Math.max(100, seed.cents + chance.between(-9_999, 99_999));
      const number =
        copy === 0 && numbering === "as it is"
          ? seed.number
          : numberOf(numbering, debits.length, seed, chance, numbers);
      numbers.add(number);
      debits.push({
        itemId: `item-${debits.length}`,
        number,
        customerId,
        legalEntityId: ENTITY,
        currency: "USD",
        amountMinor: BigInt(cents),
        freeMinor: BigInt(cents),
        disputedMinor: 0n,
        issuedOn: seed.issuedOn,
        dueOn: seed.dueOn,
        poNumber: chance.is(0.2) ? `PO${chance.between(100_000, 999_999)}` : null,
        reference: null,
        discount: chance.is(0.1) ? { untilOn: "2020-07-01", amountMinor: (BigInt(cents) * 2n) / 100n } : null,
      });
    }
  }
  return { debits, payers: withFamilies([...payers.values()], chance), isReal: real !== null };
}

function copiedName(name: string, town: string, copy: number): string {
  const [first = "", ...rest] = name.trim().split(/\s+/);
  return [first, town, ...(copy > TOWNS.length ? [String(copy)] : []), ...rest].join(" ");
}

function numberOf(
  numbering: Numbering,
  at: number,
  seed: Seed,
  chance: Chance,
  taken: ReadonlySet<string>,
): string {
  const make = (): string => {
    switch (numbering) {
      case "as it is":
        return String(1_930_400_000 + chance.between(0, 499_999));
      case "digits":
        return String(1_000_000_000 + chance.between(0, 999_999_999));
      case "year":
        return `INV-${seed.issuedOn.slice(0, 4)}-${10_000 + at}`;
      case "plain eight":
        return String(90_000_000 + at);
      case "dashed":
        return `${4_500 + Math.floor(at / 900)}-${100 + (at % 900)}`;
      case "letters":
        return (
          Array.from({ length: 6 }, () => String.fromCharCode(65 + chance.between(0, 25))).join("") +
          chance.between(1_000, 9_999)
        );
    }
  };
  let number = make();
  while (taken.has(number)) number = make();
  return number;
}

/** A twentieth of the customers belongs to another. */
function withFamilies(payers: readonly Payer[], chance: Chance): Payer[] {
  const heads = payers.filter((_, at) => at % 40 === 0);
  return payers.map((payer, at) =>
    at % 20 === 7 && heads.length > 0 ? { ...payer, parentId: chance.of(heads).customerId } : payer,
  );
}

function realSeeds(): Seed[] {
  const lines = gunzipSync(readFileSync(REAL_ITEMS)).toString("utf8").split(/\r?\n/).filter(Boolean);
  const columns = (lines[0] ?? "").split(",");
  const at = (name: string) => columns.indexOf(name);
  const names = new Map<string, string>();
  return lines.slice(1).map((line) => {
    const cells = line.split(",");
    const cell = (name: string) => (cells[at(name)] ?? "").trim();
    const customer = cell("cust_number").replace(/^0+/, "");
    // One customer stands there under many names: he has one with us.
    const name = names.get(customer) ?? cell("name_customer").replace(/\s+/g, " ");
    names.set(customer, name);
    return {
      customer,
      name,
      number: cell("invoice_id").replace(/\.0$/, ""),
      cents: Math.round(Number(cell("total_open_amount")) * 100),
      issuedOn: cell("posting_date"),
      dueOn: cell("due_in_date"),
    };
  });
}

function madeUpSeeds(chance: Chance, count: number): Seed[] {
  const customers = Array.from({ length: 300 }, (_, at) => ({
    customer: String(10_001 + at),
    name: `${chance.of(WORDS)} ${chance.of(TRADES)} ${chance.of(FORMS)}`,
  }));
  return Array.from({ length: count }, (_, at) => {
    // A few have very many.
    const { customer, name } = customers[Math.floor(chance.next() ** 3 * customers.length)]!;
    const cents = chance.is(0.1)
      ? chance.of([9_900, 49_900, 120_000])
      : Math.round(10 ** (3 + chance.next() * 4));
    const day = String(chance.between(1, 28)).padStart(2, "0");
    return {
      customer,
      name,
      number: String(1_930_400_000 + at * 3),
      cents,
      issuedOn: `2020-0${chance.between(2, 4)}-${day}`,
      dueOn: `2020-05-${day}`,
    };
  });
}
