/*
 * Words that say what the number after them is, in the languages our payers write. Pure. In capitals, without accents.
 */

/** What a number is called. `aside`: a date, a delivery, a telephone, an account: anything but what is paid. */
export type Label = "invoice" | "order" | "customer" | "aside";

const wordsOf = (text: string): Set<string> => new Set(text.trim().split(/\s+/));

const INVOICE = wordsOf(`
  INV INVS INVOICE INVOICES INVNO INVNR INVOICENO RG RGNR RGN RE RENR RNR RECH RECHN RECHNR FACT FACTS FAC FACTNR FACTNO
  FA FAKT FAKTNR FT FATT FATTNR FC FV BILL BILLS BILLNO BELEG BELEGNR DOC DOCS DOCUMENT DOCUMENTO DOCNO IV RMR VF FAKTURA`);
const INVOICE_STEMS = ["RECHNUNG", "FACTUR", "FAKTUR", "FATTUR", "INVOICE", "BELEG", "BETALINGSKENMERK"];
const ORDER = wordsOf(`
  PO PONO PONR PURCHASE ORDER ORDERNO ORDERNR ORD BESTELLUNG BESTELLNR BESTNR BEST AUFTRAG AUFTRAGS AUFTR AUFTRNR
  COMMANDE CDE CMD BESTELLING BESTELNR ORDINE PEDIDO SO ORDRE`);
const CUSTOMER = wordsOf(`
  KD KDNR KUNDE KUNDEN KUNDENNR KUNDENNUMMER KNR CUST CUSTOMER CUSTNO CUSTNR CLIENT CLIENTNO KLANT KLANTNR KLANTNUMMER
  DEBITOR DEBITEUR DEB DEBNR CLI CLIENTE MEMBER MITGLIED DEBITORENNR`);
const ASIDE = wordsOf(`
  VOM DATED DATE DATUM DD DU VAN DTD TEL TELEFON PHONE FON FAX MOBIL HANDY KONTO KTO KTONR ACCOUNT ACCT AC IBAN BIC BLZ
  LIEFERSCHEIN LS LFS DELIVERY DELIV BL VERTRAG CONTRACT CONTRAT MANDAT MANDATE MREF CRED CHECK CHEQUE CHQ SCHECK CK
  TRACE TRN IMAD OMAD BATCH SEQ VAT UST USTID UID TVA BTW STEUER TAX EIN PLZ ZIP POSTFACH HRB HRA STORE FILIALE SHOP
  PERIOD PERIODE ZEITRAUM KW WEEK WOCHE MONAT MONTH PROJEKT PROJECT BV TICKET SKONTO DISCOUNT DISC ABZUG ABZGL RABATT
  KORTING REMISE ESCOMPTE LESS MINUS CREDIT GUTSCHRIFT GS CN AVOIR CREDITNOTE KOST KOSTENSTELLE ROUTING ABA`);
/** They stand between a label and its number without saying anything. */
const FILLERS = wordsOf(`
  NR NRN NO NOS NUM NUMMER NUMMERN NUMBER NUMBERS NUMERO N UND AND ET EN PLUS SOWIE BIS TO THRU THROUGH TM
  FUER FUR FOR POUR VOOR PMT PAYMENT PAYMENTS ZAHLUNG BETALING PAIEMENT EUR USD CAD GBP CHF IHRE IHR UNSERE OUR YOUR
  NOTRE VOTRE UW ONZE DIE DER DAS THE`);

/** What a word calls the numbers after it; null ends what was said before; undefined leaves it. */
export function labelOf(word: string): Label | null | undefined {
  if (INVOICE.has(word) || INVOICE_STEMS.some((stem) => word.startsWith(stem))) return "invoice";
  if (ORDER.has(word) || /^(AUFTRAG|BESTELL|PURCHASE)/.test(word)) return "order";
  if (CUSTOMER.has(word) || /^(KUNDEN|KLANT|CUSTOMER)/.test(word)) return "customer";
  if (ASIDE.has(word) || /^(LIEFER|VERTRAGS|TELEFON)/.test(word)) return "aside";
  return FILLERS.has(word) || word.length <= 2 ? undefined : null;
}

/** Whether a word right before a number is a name for it and not a part of it: "RG10417", "Nr10417". */
export function isNaming(word: string): boolean {
  const isName = (part: string) => FILLERS.has(part) || ["invoice", "order"].includes(labelOf(part) ?? "");
  if (isName(word) || /(NR|NO|NUM)$/.test(word)) return true;
  // "RGINV10417"
  return (
    word.length <= 12 &&
    [...word].some((_, at) => at >= 2 && isName(word.slice(0, at)) && isName(word.slice(at)))
  );
}

/** Between two numbers they mean all of them from one to the other. */
export const isThrough = (word: string): boolean => /^(BIS|TO|THRU|THROUGH|TM|A|AU|TOT)$/.test(word);

/** What takes an amount off, as payers write it before the amount. */
export const TAKEN_OFF =
  /(\.\/\.|\b(SKONTO|SKTO|DISCOUNT|DISC|ABZUG|ABZUEGE|ABZUEGLICH|ABZGL|ABZ|LESS|MINUS|DEDUCTION|DEDUCT|DED|KORTING|REMISE|ESCOMPTE|RABATT|RETURNS?|RETOUREN?|DAMAGES?|DAMAGED|SHORTAGE|CREDIT|GUTSCHRIFT|GS|CN|AVOIR|FRACHT|FREIGHT|BONUS|GEBUEHR(EN)?|GEBUHR(EN)?|FEES?|SPESEN|CHARGES|ALLOWANCE|KUERZUNG|KURZUNG|MINDERUNG|AFTREK|SCONTO|DEDUCCION)\b)/;

/** The payer says himself that this is not all of it. */
export const IN_PART =
  /\b(TEILZAHLUNG|TEILBETRAG|ANZAHLUNG|ABSCHLAG|RATE|PARTIAL|PART PAYMENT|PART PMT|PARTPAYMENT|INSTALMENT|INSTALLMENT|ACOMPTE|DEELBETALING|ACCONTO|1ST PAYMENT|ON ACCOUNT OF|A CONTO)\b/;
