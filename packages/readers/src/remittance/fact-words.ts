import { compiled } from "./words.ts";

/** What a label outside a remittance's table can be followed by. */
export type Fact =
  | "payer"
  | "payee"
  | "reference"
  | "paymentDate"
  | "currency"
  | "total"
  | "method"
  | "payerAccount"
  | "payeeAccount"
  | "customerNumber"
  | "documentDate";

/** Labels of letters and title rows, in the same languages as the headers. */
export const factPhrases = compiled<Fact>({
  payer: `payer; paid by; from; payor; remitter; customer; customer name; company; sender; payer name; remitted by; buyer;
    zahler; auftraggeber; absender; von; kunde; zahlungspflichtiger; payeur; donneur d ordre; de la part de; emetteur; client;
    pagador; ordenante; cliente; de; betaler; opdrachtgever; van; klant; pagante; ordinante; da; debtor; debtor name`,
  payee: `payee; to; pay to; paid to; beneficiary; supplier; vendor; supplier name; vendor name; pay to the order of;
    remit to; in favor of; creditor; payee name; empfanger; empfaenger; begunstigter; beguenstigter; zahlungsempfanger; an;
    lieferant; beneficiaire; fournisseur; a l ordre de; beneficiario; proveedor; begunstigde; leverancier; aan; fornitore;
    fornecedor; beneficiary name; a favore di; a favor de`,
  reference: `payment reference; payment ref; payment no; payment number; payment id; payment document; reference; our reference;
    remittance no; remittance number; remittance advice; remittance advice no; remittance advice number; remittance ref; advice no; advice number;
    check no; check number; check #; cheque no; cheque number; cheque #; trace number; trace no; eft number; eft no; ref; ref no; bank reference;
    wire reference; transaction id; transaction no; transaction number; transaction reference; document number; advice;
    zahlungsreferenz; zahlungsnummer; zahlungsbeleg; zahlungsavis; zahlungsavis nr; avis; avisnummer; avis nr; avis nummer; belegnummer;
    schecknummer; referenz; unsere referenz; unser zeichen; verwendungszweck; avis de paiement; avis de paiement n;
    reference de paiement; reference du paiement; reference paiement; reference virement; numero de paiement; n paiement;
    n cheque; numero de cheque; notre reference; avis de virement; avis de virement n; referencia; referencia de pago;
    numero de pago; n de pago; aviso de pago; aviso de pago n; betalingsreferentie; betalingskenmerk; kenmerk;
    betaalspecificatie; betalingsnummer; referentie; riferimento; riferimento pagamento; numero pagamento; avviso di pagamento;
    nostro riferimento; referencia de pagamento; referencia do pagamento; numero do pagamento; aviso de pagamento`,
  paymentDate: `payment date; pay date; date of payment; paid on; date paid; check date; cheque date; value date; settlement date;
    remittance date; transfer date; date sent; payment made on; zahlungsdatum; zahldatum; zahltag; zahlung vom; wertstellung;
    valuta; valutadatum; uberweisungsdatum; gezahlt am; date de paiement; date du paiement; date paiement;
    date de reglement; date reglement; date du virement; date de valeur; date valeur; fecha de pago; fecha pago; fecha del pago;
    fecha valor; betaaldatum; betalingsdatum; data pagamento; data di pagamento; data valuta; data do pagamento;
    data de pagamento; data bonifico; effective date; check dt`,
  documentDate: `date; datum; fecha; data; date d emission; le`,
  currency: `currency; payment currency; curr; ccy; wahrung; waehrung; devise; monnaie; moneda; divisa; valuta betaling; munt;
    moeda; currency code`,
  total: `total; grand total; total amount; total paid; total payment; amount paid; payment amount; amount; paid amount; payment total; net amount;
    check amount; cheque amount; amount of payment; transfer amount; total remitted; amount remitted; remittance amount; total net;
    remittance total; net payment; net total; total payment amount;
    gesamtbetrag; summe; gesamtsumme; zahlbetrag; zahlungsbetrag; uberweisungsbetrag; ueberweisungsbetrag; betrag; gesamt;
    auszahlungsbetrag; endsumme; montant total; total regle; montant du virement; montant du paiement; montant paye; montant;
    net a payer; total paye; total general; montant du reglement; importe total; total pagado; importe; importe del pago; total a pagar;
    totaalbedrag; totaal; totaal betaald; bedrag; betaald bedrag; totale; totale pagato; importo totale; importo; totale generale;
    importo pagamento; importo bonifico; valor total; total pago; valor do pagamento; montante total; valor pago; total geral`,
  method: `payment method; method; method of payment; payment type; paid by method; zahlungsart; zahlweg; zahlungsweg;
    mode de paiement; mode de reglement; forma de pago; medio de pago; betaalwijze; betalingswijze; metodo di pagamento;
    modalita di pagamento; forma de pagamento; metodo de pagamento`,
  payerAccount: `payer account; from account; auftraggeberkonto; compte debite; cuenta de cargo`,
  payeeAccount: `iban; beneficiary account; account number; bank account; your account; ihre bankverbindung; ihr konto; kontonummer;
    compte; votre compte; cuenta; su cuenta; rekening; uw rekening; conto; vostro conto; conta`,
  customerNumber: `customer no; customer number; customer id; account no; vendor no; vendor number; vendor id; vendor code; supplier no;
    supplier number; supplier code; your account no; kundennummer; kundennr; kunden nr; lieferantennummer; lieferantennr; lieferanten nr;
    kreditorennummer; kreditor; n client; code client; numero client; code fournisseur; numero fournisseur; n fournisseur; codigo cliente;
    codigo proveedor; n proveedor; klantnummer; leveranciersnummer; crediteurnummer; codice cliente; codice fornitore;
    codigo fornecedor; n cliente`,
});

/** Words that begin a row of totals. */
export const totalPhrases = compiled<"total" | "subtotal">({
  total: `total; totals; grand total; sum; summe; gesamt; gesamtsumme; gesamtbetrag; endsumme; endbetrag; summen; somme; totaux; total general;
    suma; totales; totaal; totalen; totale; totali; soma; totais; total geral; net total; total paid; total payment; amount paid; total amount;
    total net; payment total; zahlbetrag; zahlungsbetrag; uberweisungsbetrag; net a payer; total a pagar; check total; total usd; total eur;
    total regle; total paye; total due; remittance total; total remittance; totaal betaald; importe total; importo totale; valor total;
    total for payment; total of payment; auszahlungsbetrag; zahlungssumme; rechnungssumme; total remitted; check amount; cheque amount`,
  subtotal: `subtotal; sub total; subtotals; zwischensumme; sous total; carried forward; brought forward; balance forward; balance brought forward;
    ubertrag; uebertrag; a reporter; report; page total; suma y sigue; subtotaal; transport; riporto; subtotale; a transportar;
    seitensumme; total page; total de la page; subtotais; saldo vortrag; continued; transporte`,
});
