import { compiled, plainWords } from "../remittance/words.ts";
import { columnIndex } from "../table/table.ts";

/** What a column of a bank's table can hold. `text` may be several columns, joined in their order. */
export type BankColumn =
  | "bookingDate"
  | "valueDate"
  | "amount"
  | "credit"
  | "debit"
  | "direction"
  | "currency"
  | "balance"
  | "reference"
  | "counterpartyName"
  | "counterpartyAccount"
  | "account"
  | "text"
  | "endToEndId"
  | "code"
  | "cheque"
  | "status"
  | "originalAmount"
  | "originalCurrency";

/** How to read the tables of one bank, as saved for it. Columns are named by their header, or by letter. */
export type BankTableMapping = {
  /** Name of the sheet; all of them when it is not given. */
  readonly sheet?: string;
  /** Row of the header, from 1; 0 when there is none. Found by its names when it is not given. */
  readonly headerRow?: number;
  readonly columns: Readonly<Partial<Record<BankColumn, string | readonly string[]>>>;
  readonly decimal?: "." | ",";
  readonly dates?: "dmy" | "mdy";
  /** Of the account, for tables that do not name them. */
  readonly account?: string;
  readonly currency?: string;
};

/** Indices of the columns that hold each thing; only `text` has more than one. */
export type BankPlaces = ReadonlyMap<BankColumn, readonly number[]>;

/** Headers of banks' downloads in the languages of Europe, without accents and punctuation. */
const phrases = compiled<BankColumn>({
  bookingDate:
    "date;booking date;transaction date;posting date;posted;posted date;post date;entry date;process date;completed date;date completed;buchungstag;buchungsdatum;buchung;datum;date operation;date de l operation;date d operation;date comptable;date de comptabilisation;fecha;fecha operacion;fecha contable;data;data contabile;data operazione;data ksiegowania;data operacji;boekdatum;boekingsdatum;bokforingsdag;bokforingsdatum;bogfort",
  valueDate:
    "value date;val date;valuta;valutadatum;wert;wertstellung;date valeur;date de valeur;fecha valor;data valuta;data waluty;rentedatum;valutadag;effective date;date effective",
  amount:
    "amount;transaction amount;net amount;betrag;umsatz;montant;importe;importo;bedrag;belopp;belob;kwota;kwota operacji;valor;sum;booked amount",
  credit:
    "credit;credits;credit amount;amount credit;cr;haben;deposit;deposits;deposit amount;paid in;money in;in;received;gutschrift;gutschriften;avere;accrediti;accredito;abono;abonos;haber;entrata;entrate;bij;uznania",
  debit:
    "debit;debits;debit amount;amount debit;dr;soll;withdrawal;withdrawals;withdrawal amount;paid out;money out;out;spent;lastschrift;belastung;cargo;cargos;debe;dare;addebiti;addebito;uscita;uscite;af;obciazenia",
  direction:
    "d c;c d;dc;cd;cr dr;dr cr;debit credit;credit debit;debit or credit;credit or debit;credit debit indicator;debit credit indicator;debit credit mark;indicator;soll haben;s h;sh;af bij;bij af;debet credit;sens;segno;signe;sign;drcr;crdr",
  currency:
    "currency;curr;ccy;wahrung;waehrung;devise;moneda;divisa;munt;waluta;currency code;transaction currency",
  balance:
    "balance;running balance;account balance;balance after;ledger balance;saldo;saldo nach buchung;saldo contabile;solde;kontostand;saldo po operacji;saldo disponible;new balance;resulting balance",
  reference:
    "reference;ref;reference number;transaction id;transaction reference;bank reference;transaction number;operation number;id;referenz;referencia;riferimento;kenmerk;numero operation;unique id;fitid;trace number;volgnr;volgnummer",
  counterpartyName:
    "partner name;partner;counterparty;counterparty name;payee;payer;payee name;payer name;name;beneficiary;beneficiary name;auftraggeber;empfanger;empfaenger;auftraggeber empfanger;auftraggeber empfaenger;beguenstigter;beguenstigter zahlungspflichtiger;zahlungspflichtiger;name zahlungsbeteiligter;zahlungsbeteiligter;tegenpartij;naam tegenpartij;naam;nom;contrepartie;nom contrepartie;beneficiario;ordinante;controparte;nadawca odbiorca;kontrahent;merchant;sender;remitter;originator;received from",
  counterpartyAccount:
    "bank account;counterparty account;counterparty iban;partner account;partner iban;beneficiary account;iban zahlungsbeteiligter;kontonummer iban;kontonummer;iban;tegenrekening;tegenrekening iban bban;tegenrekening iban;compte contrepartie;compte beneficiaire;cuenta beneficiario;iban controparte;numer konta kontrahenta;sender account;from account",
  account:
    "account;account number;account no;account id;own account;auftragskonto;iban auftragskonto;bezeichnung auftragskonto;konto;rekening;rekeningnummer;iban rekening;numero de compte;compte;cuenta;numero conto;conto;numer rachunku",
  text: "label;description;details;detail;memo;narrative;narration;purpose;verwendungszweck;payment details;remittance information;remittance;communication;communications;libelle;libelle operation;concepto;descrizione;descripcion;omschrijving;omschrijving 1;omschrijving 2;omschrijving 3;mededelingen;causale;tytul;opis;opis operacji;particulars;remarks;transaction details;transaction description;message;note;notes;text;tekst;additional information;comment",
  endToEndId:
    "end to end id;end to end;endtoendid;e2e;e2e id;end to end reference;end to end reference number;kundenreferenz;kundenreferenz end to end;kundenreferenz end to end id;kundenreferenz end to end;customer reference",
  code: "type;transaction type;type code;bai code;bai type code;buchungstext;umsatzart;transaction code;mutatiesoort;type operation;tipo;typ;code;transaction type code",
  cheque: "check number;cheque number;check no;cheque no;check;cheque;check or slip;num cheque;numero cheque",
  status: "status;state;booking status;stato;statut;estado",
  originalAmount:
    "amount currency;amount in currency;original amount;foreign amount;foreign currency amount;instructed amount;betrag fremdwahrung;ursprungsbetrag;montant devise;oorspr bedrag;originele bedrag;amount original",
  originalCurrency:
    "original currency;foreign currency;instructed currency;currency original;originele munt;oorspr munt;fremdwahrung;orig currency",
});

/** Headers that name the currency of their amounts, as `Amount (EUR)` does. */
const currencyInHeader = /\s*[([]?\b(?:in\s+)?[A-Z]{3}[)\]]?$/;

/** What a header says its column holds: it must be one of the phrases as a whole, so that prose names nothing. */
export function bankColumnOf(header: string): BankColumn | null {
  return header.length > 80 ? null : (exact(header) ?? exact(header.replace(currencyInHeader, "")));
}

function exact(header: string): BankColumn | null {
  const words = plainWords(header);
  if (words === "" || words.length > 60) return null;
  return phrases.find(({ test, length }) => length === words.length && test.test(words))?.meaning ?? null;
}

/** Places by the words of the headers: the first column of a meaning, all of them for text. */
export function guessedPlaces(headers: readonly string[]): BankPlaces {
  const places = new Map<BankColumn, number[]>();
  for (const [index, header] of headers.entries()) {
    const column = bankColumnOf(header);
    if (column === null) continue;
    const taken = places.get(column);
    if (!taken) places.set(column, [index]);
    else if (column === "text") taken.push(index);
  }
  return places;
}

/** Places by a mapping; null when the row does not have all columns that the mapping names. */
export function mappedPlaces(mapping: BankTableMapping, headers: readonly string[]): BankPlaces | null {
  const places = new Map<BankColumn, number[]>();
  const named = headers.map(plainWords);
  for (const [column, name] of Object.entries(mapping.columns) as [
    BankColumn,
    string | readonly string[],
  ][]) {
    const indices = (typeof name === "string" ? [name] : name).map((one) => indexOf(one, named, mapping));
    if (indices.includes(-1)) return null;
    places.set(column, indices);
  }
  return places;
}

/** By header, or by letter where the mapping says that there is no header or where it is. */
function indexOf(name: string, named: readonly string[], mapping: BankTableMapping): number {
  const words = plainWords(name);
  const byHeader = words === "" ? -1 : named.indexOf(words);
  if (byHeader >= 0 || mapping.headerRow === undefined) return byHeader;
  return columnIndex(name) ?? -1;
}

/** Whether a table with these columns can be a bank statement: a day, and money that came or went. */
export function isBankTable(places: BankPlaces): boolean {
  const money = places.has("amount") || places.has("credit") || places.has("debit");
  return money && (places.has("bookingDate") || places.has("valueDate"));
}
