import { compiled } from "./words.ts";

/** What a column of a remittance can hold. */
export type Column =
  /** The supplier's own number: surest. */
  | "invoiceNumber"
  | "documentNumber"
  | "lineReference"
  /** The payer's number for the same document. */
  | "payerNumber"
  | "documentDate"
  | "documentKind"
  | "gross"
  | "discount"
  | "deduction"
  | "net"
  /** An amount whose header does not say which: told by what else there is. */
  | "amount"
  | "debit"
  | "credit"
  | "balance"
  | "reasonCode"
  | "currency"
  | "note"
  | "orderNumber"
  | "customerNumber"
  | "dueDate"
  | "payer"
  | "payee"
  | "paymentReference"
  | "paymentDate"
  | "paymentTotal"
  | "position";

/** Headers as they are found in English, German, French, Spanish, Dutch, Italian and Portuguese; see `plainWords`. */
export const columnPhrases = compiled<Column>({
  invoiceNumber: `invoice; invoice no; invoice nr; invoice number; invoice num; invoice #; inv; inv no; inv #; inv number;
    invoice id; invoice ref; invoice reference; vendor invoice; supplier invoice; supplier ref*; vendor reference;
    your document; your doc; your invoice; your reference; your ref; your number; bill; bill no; bill number; bill #;
    invoice document; external document no; ext doc; invoices; invoice credit memo; tax invoice;
    rechnung; rechnungsnummer; rechnungsnr; rechnungs nr; rechnung nr; rechn nr; re nr; renr; rg nr; rgnr; rnr;
    rechnungsnummern; ihr beleg; ihre belegnummer; ihre rechnung; ihre rechnungsnummer; ihre referenz; ihre nr;
    ihre belegnr; lieferantenrechnung; externe belegnummer; fremdbeleg; ihr zeichen; kreditorenrechnung;
    facture; factures; n facture; no facture; n de facture; numero facture; numero de facture; num facture; nro facture;
    votre facture; votre reference; votre ref; reference facture; ref facture; votre piece; votre document;
    factura; n factura; no factura; num factura; numero factura; numero de factura; n de factura; nro factura;
    su factura; su referencia; su documento; fra; n fra; folio;
    factuur; factuurnummer; factuurnr; factuur nr; uw factuur; uw factuurnummer; uw referentie; uw kenmerk; nota nummer;
    fattura; n fattura; numero fattura; nr fattura; num fattura; vostra fattura; vs fattura; vostro riferimento; rif vs;
    vs rif; riferimento fattura; fatture;
    fatura; n fatura; numero fatura; numero da fatura; nr fatura; nota fiscal; nf; sua fatura; sua referencia; faturas`,
  documentNumber: `document; document no; document nr; document number; document #; doc; doc no; doc number; doc #; doc id;
    document id; voucher; voucher no; voucher number; item; item number; open item; credit memo;
    beleg; belegnummer; belegnr; beleg nr; dokument; dokumentnummer; dokument nr; dokumentennummer; posten; vorgang;
    piece; n piece; numero de piece; no piece; n document; numero document; numero de document; document numero;
    documento; n documento; numero documento; numero de documento; num documento; nro documento; n doc; n de documento;
    documentnummer; documentnr; stuk; stuknummer; boekstuk; boekstuknummer; nr documento; num doc; titolo; titulo`,
  lineReference: `reference; ref; ref no; reference no; reference number; reference #; ref #; details; remittance;
    referenz; referenznummer; referenznr; bezug; verwendungszweck; betreff; zuordnung; referencia; n referencia;
    referentie; kenmerk; referentienummer; betalingskenmerk; riferimento; n ref; numero de referencia; num ref;
    omschrijving betaling; referencias; transaction; transaction no; transaction id`,
  payerNumber: `our document; our reference; our ref; our doc; our number; internal number; internal document; sap doc*;
    unser beleg; unsere belegnummer; unsere referenz; unser zeichen; interne belegnummer; sap beleg; buchungsnummer;
    notre reference; notre document; notre piece; nuestra referencia; nuestro documento; onze referentie; ons kenmerk;
    nostro riferimento; ns rif; ns documento; nossa referencia; nosso documento; clearing document; journal`,
  documentDate: `date; dated; invoice date; doc date; document date; inv date; bill date; date of invoice; dt; inv dt;
    datum; rechnungsdatum; belegdatum; re datum; rg datum; vom; rechnung vom; rechn datum; dokumentdatum;
    date facture; date de facture; date de la facture; date piece; date document; du; date d emission;
    fecha; fecha factura; fecha de factura; fecha documento; fecha de la factura; f factura; fecha emision;
    factuurdatum; documentdatum; boekdatum; data; data fattura; data documento; data doc; del; data fatura;
    data da fatura; data do documento; data emissao; data de emissao; data emissione`,
  documentKind: `type; document type; doc type; kind; transaction type; typ; art; belegart; dokumentart; vorgangsart;
    type de piece; type de document; nature; tipo; tipo documento; tipo de documento; tipo doc; clase; soort;
    documentsoort; type document`,
  gross: `gross; gross amount; gross amt; invoice amount; invoice amt; inv amount; inv amt; invoice total; original amount;
    original amt; amount of invoice; invoiced; invoiced amount; bill amount; document amount; doc amount; total amount;
    invoice value; face amount; gross value; gross invoice amount; amount before discount; full amount; amt gross;
    brutto; bruttobetrag; betrag brutto; rechnungsbetrag; re betrag; rg betrag; belegbetrag; ursprungsbetrag; rechnungssumme;
    montant brut; brut; montant facture; montant de la facture; montant ttc; ttc; montant initial; montant total;
    importe bruto; bruto; importe factura; importe de la factura; importe total; monto factura; monto bruto; valor factura;
    brutobedrag; bruto bedrag; factuurbedrag; oorspronkelijk bedrag; factuur bedrag;
    importo lordo; lordo; importo fattura; totale fattura; importo originale; imponibile;
    valor bruto; montante bruto; valor da fatura; valor fatura; valor original; valor do documento`,
  discount: `discount; disc; discount amount; discount amt; discount taken; disc taken; disc amt; cash discount; terms discount;
    discounts; early payment discount; prompt payment discount; settlement discount; disc allowed;
    skonto; skontobetrag; skontoabzug; rabatt; nachlass; escompte; remise; remises; rabais; esc;
    descuento; dto; descuento pronto pago; dto pp; descuentos; pronto pago; korting; betalingskorting; kortingsbedrag;
    kredietbeperking; sconto; sconti; abbuono; desconto; desconto financeiro; descontos; abatimento`,
  deduction: `deduction; deductions; deduct; deducted; ded; adjustment; adjustments; adj; adj amount; adjustment amount;
    chargeback; chargebacks; withheld; withholding; withholding tax; short pay; short paid; claim; claims; less; retention;
    write off; allowance; allowances; deduction amount; other deductions; tax withheld; credits applied; credit applied;
    abzug; abzuge; abzuege; kurzung; kuerzung; kurzungen; kuerzungen; einbehalt; minderung; abzugsbetrag; differenz;
    korrektur; belastung; gutschrift; deduction*; deductions; retenue; retenues; ecart; ajustement; ajustements; litige;
    deduccion; deducciones; retencion; retenciones; ajuste; ajustes; cargo; cargos; inhouding; inhoudingen; aftrek;
    correctie; verrekening; trattenuta; trattenute; ritenuta; ritenute; rettifica; detrazione; deduzione; retencao;
    retencoes; deducao; deducoes; acerto`,
  net: `net; net amount; net amt; net paid; paid; amount paid; amt paid; paid amount; payment; payment amount; payment amt;
    pay amount; amount remitted; remitted; remittance amount; net payment; net remitted; amount to pay; total paid;
    payment applied; applied; applied amount; amount applied; check amount; cheque amount; payments; net value; net due;
    net invoice amount; settled; settled amount; cleared; cleared amount; this payment; paid this time; allocated;
    amount allocated; amt applied; net check amount; transfer amount; disbursement;
    netto; nettobetrag; betrag netto; zahlbetrag; zahlungsbetrag; gezahlt; bezahlt; gezahlter betrag; zahlung; auszahlung;
    auszahlungsbetrag; uberweisungsbetrag; ueberweisungsbetrag; ausgeglichen; uberwiesen; bezahlter betrag; ausgleichsbetrag;
    net a payer; montant net; montant paye; montant regle; regle; paye; reglement; montant reglement; montant du reglement;
    versement; montant verse; vire; montant vire; net regle; net paye;
    importe neto; neto; pagado; importe pagado; pago; monto pagado; neto a pagar; liquido; importe liquido; valor pagado;
    importe pago; total pagado; importe a pagar; a pagar;
    nettobedrag; netto bedrag; betaald; betaald bedrag; betaling; te betalen; bedrag betaald; betaalbedrag; voldaan;
    importo netto; pagato; importo pagato; netto a pagare; pagamento; importo pagamento; saldato; bonifico; importo bonifico;
    valor liquido; valor pago; pago; montante liquido; montante pago; valor a pagar; valor do pagamento; liquidado`,
  amount: `amount; amt; value; total; sum; betrag; summe; wert; gesamt; gesamtbetrag; montant; somme; importe; monto; valor;
    cantidad; bedrag; totaal; importo; totale; valore; montante; quantia; amount due; amount usd; open amount;
    betrag in eur; usd; eur; gbp; chf`,
  debit: `debit; dr; soll; debito; debet; dare; debe; debit amount; montant debit`,
  credit: `credit; cr; haben; credito; avere; haber; credit amount; montant credit`,
  balance: `balance; balance due; open balance; remaining; outstanding; saldo; offener betrag; rest; restbetrag; solde;
    reste; reste a payer; pendiente; saldo pendiente; openstaand; resterend; residuo; em aberto; unpaid; balance after`,
  reasonCode: `reason; reason code; deduction code; adjustment code; adj code; adjustment reason; deduction reason; rsn;
    rsn code; grund; grundcode; abzugsgrund; kurzungsgrund; kuerzungsgrund; differenzgrund; rstgr; code motif; motif;
    motivo; codigo motivo; reden; redencode; causale; codice causale; cod motivo; reason cd; motif de deduction`,
  currency: `currency; curr; ccy; cur; currency code; wahrung; waehrung; whg; wrg; devise; monnaie; moneda; divisa; valuta;
    moeda; munt; invoice currency; payment currency; wahrg`,
  note: `description; comment; comments; note; notes; remark; remarks; memo; text; message; narrative; buchungstext;
    bemerkung; bemerkungen; beschreibung; bezeichnung; anmerkung; kommentar; libelle; designation; commentaire;
    observation*; descripcion; concepto; observaciones; comentario; omschrijving; opmerking; toelichting; descrizione;
    note*; descricao; observacoes; historico; descr; site; location; store`,
  orderNumber: `po; po no; po number; po #; p o; purchase order; purchase order no; order; order no; order number; your order;
    bestellung; bestellnummer; bestellnr; bestell nr; auftrag; auftragsnummer; auftragsnr; commande; n commande;
    bon de commande; numero de commande; pedido; n pedido; numero de pedido; orden de compra; bestelling; ordernummer;
    bestelnummer; ordine; n ordine; numero ordine; encomenda; n encomenda; purchase order number`,
  customerNumber: `customer no; customer number; customer id; account; account no; account number; vendor no; vendor number;
    vendor id; supplier no; supplier number; kundennummer; kundennr; kunden nr; lieferantennummer; lieferantennr;
    kreditor; debitor; kreditorennummer; n client; code client; numero client; code fournisseur; n cliente; codigo cliente;
    klantnummer; debiteur; crediteur; leveranciersnummer; codice cliente; codice fornitore; konto; compte; cuenta; conto;
    rekening; kontonummer; iban`,
  dueDate: `due date; due; date due; net due date; falligkeit; faelligkeit; faellig; fallig am; falligkeitsdatum; echeance;
    date d echeance; vencimiento; fecha vencimiento; fecha de vencimiento; vervaldatum; vervaldag; scadenza;
    data scadenza; vencimento; data vencimento; data de vencimento; discount date; skontodatum`,
  payer: `payer; payer name; paid by; customer; customer name; remitter; sender; debtor; company; zahler; auftraggeber;
    kunde; kundenname; absender; donneur d ordre; payeur; client; emetteur; nom client; pagador; ordenante; cliente;
    betaler; opdrachtgever; klant; klantnaam; pagante; ordinante; debtor name; company name`,
  payee: `payee; payee name; beneficiary; supplier; supplier name; vendor; vendor name; creditor; paid to; pay to;
    empfanger; empfaenger; begunstigter; beguenstigter; zahlungsempfanger; lieferant; beneficiaire; fournisseur;
    beneficiario; proveedor; acreedor; begunstigde; leverancier; fornitore; fornecedor; credor; creditor name`,
  paymentReference: `payment reference; payment ref; payment no; payment number; payment id; payment #; payment document;
    check no; check number; check #; check; cheque no; cheque number; remittance no; remittance number; remittance id;
    remittance ref; advice no; trace number; trace no; eft no; eft number; wire ref; transaction reference; ach trace;
    end to end id; zahlungsreferenz; zahlungsnummer; zahlungsnr; zahlungsbeleg; avisnummer; avis nr; avisnr; schecknummer;
    zahlungslauf; reference paiement; reference de paiement; reference reglement; n cheque; numero de cheque; n paiement;
    n virement; reference virement; referencia de pago; numero de pago; n pago; n cheque; betalingsreferentie;
    betaalreferentie; betaalkenmerk; betalingsnummer; riferimento pagamento; n pagamento; numero pagamento; cro; trn;
    referencia de pagamento; referencia do pagamento; numero do pagamento`,
  paymentDate: `payment date; pay date; paid date; date paid; paid on; check date; cheque date; settlement date; value date;
    remittance date; transfer date; eft date; date of payment; zahlungsdatum; zahldatum; zahltag; zahlung am; valuta;
    wertstellung; valutadatum; gezahlt am; bezahlt am; uberweisungsdatum; date paiement; date de paiement;
    date reglement; date de reglement; date valeur; date de valeur; date virement; date du virement; fecha pago;
    fecha de pago; fecha valor; betaaldatum; betalingsdatum; datum betaling; valutadatum; data pagamento;
    data di pagamento; data valuta; data bonifico; data do pagamento; data de pagamento`,
  paymentTotal: `payment total; total payment; check total; cheque total; remittance total; zahlungssumme; gesamtzahlung;
    total du paiement; total reglement; total del pago; total pago; totaal betaling; totale pagamento; total do pagamento`,
  position: `pos; position; line; line no; line number; lfd nr; lfd; nr; no; n; #; ligne; linea; regel; riga; linha; seq; sno; s no;
    item no; serial no`,
});
