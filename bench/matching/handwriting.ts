import type { Chance } from "./chance.ts";

/* How payers and banks disfigure numbers, names and texts. Knows nothing of how they are read. */

const amountText = (cents: bigint, comma: boolean): string => {
  const text = `${cents / 100n}${comma ? "," : "."}${String(cents % 100n).padStart(2, "0")}`;
  return text.replace(/\B(?=(\d{3})+(?=[.,]\d\d$))/g, comma ? "." : ",");
};

/** One slip of the hand in a number's digits; never the number itself. */
export function slip(chance: Chance, number: string): string {
  const places = [...number].flatMap((sign, at) => (/\d/.test(sign) ? [at] : []));
  for (;;) {
    // Hardly anybody mistypes the beginning that all his invoices share.
    const at = places[Math.floor(places.length * Math.sqrt(chance.next()))]!;
    const sign = number[at]!;
    const kind = chance.of(["wrong", "wrong", "swapped", "missing", "extra", "letter"]);
    let slipped = number;
    if (kind === "wrong") slipped = number.slice(0, at) + chance.between(0, 9) + number.slice(at + 1);
    if (kind === "missing") slipped = number.slice(0, at) + number.slice(at + 1);
    if (kind === "extra") slipped = number.slice(0, at) + chance.between(0, 9) + number.slice(at);
    if (kind === "swapped" && /\d/.test(number[at + 1] ?? ""))
      slipped = number.slice(0, at) + number[at + 1] + sign + number.slice(at + 2);
    const letter = { 0: "O", 1: "I", 5: "S", 8: "B", 2: "Z" }[sign];
    if (kind === "letter" && letter) slipped = number.slice(0, at) + letter + number.slice(at + 1);
    if (slipped !== number) return slipped;
  }
}

/** Another way to write the number, all of whose signs that matter are there. */
export function restyled(chance: Chance, number: string): string {
  const bare = number.replace(/[^A-Za-z0-9]/g, "");
  const tail = number.replace(/^[A-Z]+-?/, "");
  return chance.of([
    () => number,
    () => bare,
    () => `RG${bare}`,
    () => `INV ${number}`,
    () => number.toLowerCase(),
    () => `000${bare}`,
    () => number.replaceAll("-", " "),
    () => number.replaceAll("-", "/"),
    () => (/^\d{8,}$/.test(bare) ? `${bare.slice(0, 4)} ${bare.slice(4, 7)} ${bare.slice(7)}` : bare),
    () => (/^\d{8,}$/.test(bare) ? `${bare.slice(0, 6)}\n${bare.slice(6)}` : number),
    () => (/^[A-Z]{1,3}-/.test(number) ? tail : number),
    () => `#${number}`,
  ])();
}

const DATES = ["12.03.2020", "2020-04-02", "04/15/20", "15APR2020", "20200415", "3.4.20"];

/** A list of references as somebody would write it. */
export function remittanceText(chance: Chance, written: readonly string[], cents: readonly bigint[]): string {
  const many = written.length > 1;
  const separator = chance.of([", ", " ", " + ", "; ", "/", ",", " UND ", " & "]);
  const joined = written.join(separator);
  const [first = ""] = written;
  const amounts = written
    .map((number, at) => `${number} ${amountText(cents[at] ?? 0n, chance.is(0.5))}`)
    .join(" ");
  return chance.of([
    () => joined,
    () => `Rechnung${many ? "en" : ""} ${joined}`,
    () => `RG-NR ${joined} VOM ${chance.of(DATES)}`,
    () => `INVOICE ${joined}`,
    () => `INV ${joined} DTD ${chance.of(DATES)} THANK YOU`,
    () => `FACTURE N° ${joined} DU ${chance.of(DATES)}`,
    () => `factuurnr. ${joined} klantnr ${chance.between(10_000, 99_999)}`,
    () => `SVWZ+RE ${joined} KD ${chance.between(10_000, 99_999)} EREF+NOTPROVIDED`,
    () => `/REMI/${joined}/ORD ${chance.between(100_000, 999_999)}`,
    () => `RMR*IV*${written.join("*")}`,
    () => `ACH CCD PMT ${joined} TRACE ${chance.between(10_000_000, 99_999_999)}`,
    () => (many ? amounts : `${first} ${amountText(cents[0] ?? 0n, true)} EUR`),
    () =>
      `Ihre Rechnung ${joined}, Bestellung ${chance.between(4_500_000, 4_599_999)}, Tel. 040 ${chance.between(100_000, 999_999)}`,
    () => `Zahlung ${joined} Danke`,
  ])();
}

export const deductionText = (chance: Chance, cents: bigint): string =>
  chance.of([
    `./. SKONTO ${amountText(cents, true)}`,
    `LESS DISCOUNT ${amountText(cents, false)}`,
    `ABZGL. BONUS ${amountText(cents, true)} EUR`,
    `minus damaged goods ${amountText(cents, false)}`,
    `KORTING ${amountText(cents, true)}`,
  ]);

/** What people write who name no invoice; with numbers that are none. */
export const idleText = (chance: Chance): string =>
  chance.of([
    () => "",
    () => "Zahlung",
    () => "PAYMENT THANK YOU",
    () => `Mietzahlung ${chance.of(DATES)}`,
    () => `Order ${chance.between(100_000, 9_999_999)}`,
    () => `Tel +49 40 ${chance.between(1_000_000, 9_999_999)}`,
    () => `KD-NR ${chance.between(10_000, 99_999)}`,
    () => `REF ${chance.between(10_000_000, 99_999_999)}`,
    () => `Lieferschein ${chance.between(1_930_400_000, 1_930_900_000)}`,
  ])();

/** A payer's name as a bank shows it. */
export function nameOnLine(chance: Chance, name: string): string {
  const upper = name.toUpperCase();
  return chance.of([
    () => name,
    () => upper,
    () => upper.replace(/Ä/g, "AE").replace(/Ö/g, "OE").replace(/Ü/g, "UE").replace(/ß/gi, "SS"),
    () => upper.normalize("NFD").replace(/\p{M}/gu, ""),
    () => upper.slice(0, 27).trim(),
    () => upper.replace(/ (GMBH.*|AG|INC\.?|LLC|LTD|CORP(ORATION)?|B\.V\.|CO|US|TRUST)$/i, ""),
    () => `${upper} ${chance.of(["OSLO", "FILIALE 3", "NY"])}`,
    () => upper.replace(/[^A-Z0-9ÄÖÜ ]/g, ""),
  ])();
}
