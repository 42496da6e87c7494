/**
 * Adjustment reason codes of ASC X12 data element 426 (release 8010), those met in trade, with their meaning in our own
 * words.
 */
export const adjustmentReasons: ReadonlyMap<string, string> = new Map(
  `00 automated credit card transaction; 01 pricing error; 02 allowance or charge error; 03 extension error
  04 item not accepted: damaged; 05 item not accepted: quality; 06 quantity contested; 07 wrong product
  08 substitute product; 09 terms of sale error; 10 pallet or container charge error; 11 returned: damaged
  12 returned: quality; 13 returned: dating; 14 returned: promotion; 15 returned: recall
  16 allowance or charge not tied to an invoice; 17 required data missing; 18 not this company's bill
  19 billed twice; 20 balance due declined; 21 shipment payment method wrong; 22 weight error
  23 special charge not authorised; 24 wrong discount; 25 item not accepted; 26 invoice cancelled
  27 product transfer charged back; 28 rebated shipments; 29 fee wrong; 30 delivery charge wrong
  31 pickup charge wrong; 32 oversize premium invalid; 33 currency exchange wrong; 34 declared value wrong
  35 commodity code wrong; 36 scale number wrong; 37 dimensions wrong; 38 service wrong
  39 shipper or consignee reference missing; 40 address wrong; 41 item not accepted: late
  42 item not accepted: lost; 43 discount missing; 44 required documents missing; 45 bill older than 180 days
  46 transport charge wrong; 47 advanced charge wrong; 48 service charge; 49 processing charge; 50 late charge
  51 interest penalty; 52 credit for an earlier overpayment; 53 payment of an earlier underpayment
  54 freight deducted; 55 tax deducted; 56 advertising allowance taken; 57 volume discount taken
  58 invoice came after final billing; 59 item not received; 60 no open item on file; 61 no open order on file
  62 material or item description error; 63 invoice disputed before, now paid; 70 ship notice not received
  71 advertising allowance; 72 authorised return; 73 bill of lading not received
  74 earlier adjustment cancelled or adjusted; 75 whole order not received; 76 cash discount
  77 competitive allowance; 78 competitive price; 79 cooperative advertising; 80 overpayment; 81 credit as agreed
  82 allowance for defects; 83 delivery charge of evaluated receipt settlement; 84 order date not kept
  85 distribution discount or allowance; 86 paid twice; 87 shipped twice; 88 duty charge variance
  89 early buy allowance; 90 early payment allowance; 91 engraving charge; 92 goods not ordered
  93 destroyed in the field; 94 fixtures charge; 95 floor stock protection; 96 goods to follow; 97 handling charge
  98 labour charges; 99 goods shipped late; A1 layout or design charge; A2 wrong product received
  A3 new store allowance; A4 goods not received; A5 overage; A6 packing violations; A7 payment on account
  A8 promotional allowance; A9 proof of delivery not received; AD credit card transaction by hand
  AQ returned: overstock; AS returned: discontinued; AT account location closed; AU accessory payment
  AV advertising contribution; B1 proof of shipment not received; B2 rebate; B3 recovery allowance
  B4 refurbishing charge; B5 repair of goods; B6 discount repaid; B7 restocking charge; B8 routing violation
  B9 samples not received; BA Canadian goods and services tax; BB Quebec goods and services tax
  BC Canadian harmonised sales tax; BD bad debt adjustment; BE fixture allowance; BF return allowance
  BG bag charge; BH opportunity buy; BI hanger charge; BJ insurance charge; BK postage charge; BL returned cheque
  BN bonus; C1 settlement of account; C2 special allowance; C3 special finish; C4 stock balance
  C5 temporary allowance; C6 testing charge; C7 third-party allowance; C8 ticketing error; C9 ticketing service
  CA promotion cancelled; CM covered by a credit memo; CQ change; CS adjustment; CU service not asked for
  D1 transfer between accounts; D2 transport billed directly; D3 deduction not authorised
  D4 product not authorised; D5 volume discount; D6 standard allowances recovered; D7 cost of reworked material
  D8 count and recount allowance; D9 store stock price protection; DU product discontinued; DY distribution issue
  E1 recoupment; E2 covered by a debit memo; E3 withholding; E4 warehouse stock price protection
  E5 invoice price protection; E6 goods and services tax at 0%; E7 goods and services tax lowered: billing error
  E8 goods and services tax raised: billing error; E9 order cancelled; EP promotion expanded; EX expenses
  F1 defective; FA anticipation taken; FB forwarding balance; FC fund allocation; FI late interest paid
  FU forward buy; GA free goods; GB coupons; GC market development fund; GD samples; GE slotting charge
  GF invalid; GG unsaleable goods; GH billback allowance; GJ unsaleable payments; GL customer deduction unresolved
  GR guarantee; H1 information to follow; H2 paid before; H6 part payment; H7 payment to follow
  IF insufficient funds; IN inventory policy; IR tax withheld; IS interim settlement; J2 transport discrepancy reported
  J3 promised adjustment not received; J4 deficiency report; J5 summary billed twice: same number
  J6 summary billed twice: other number; J7 summary billed twice: second billing; J8 unable to process
  JE journal entry; L1 audit; L2 discount; L3 penalty; L4 administrative fees; L5 interest due; L6 interest owed
  L7 miscellaneous deductions; L8 miscellaneous credits; LE levy; LP late payment; LS lump sum
  M1 advertising, not identified; M2 commissions; M3 gift certificates; MA marketing allowance
  MB pickup allowance; MC miscellaneous costs; MD wrong order number on bill of lading
  ME no order number on bill of lading; MF several order numbers on invoice; MG wrong order number on invoice
  MH no order number on invoice; MI transfer or debit balance; MJ truckload allowance; MK warehouse allowance
  MM wrong product number on cartons; MN wrong order number on carton; MO no product number on cartons
  MP no order number on carton; MQ storage charges; MR manufacturer's bill-back allowance; MV miscellaneous event
  N2 future credit; NA cash receipt; NB not billable; NC negative charge; ND royalty; NL new location
  NO new promotion; NP new product; OC overstock; OP order policy; OT other reason agreed between partners
  P1 price change; P2 product changeover; P3 production issue; PB materials; PD paid to date; PF payment: first
  PH commissions; PJ intercompany sale; PL payment: final; PS product excluded; PT payment; PV special
  PX store certificates; PZ equipment rental; R4 promotion reduced; R5 plan revised; R6 promotion revised
  RA retroactive adjustment; RB agreed freight allowance; RC air shipment authorised; RD receiving discrepancy
  RF commission discrepancy; RG difference on returns; RH goods shipped early; RI too much packing
  RJ shipments not consolidated; RK inbound freight on returns; RL outbound freight on returns
  RM returned material; RN handling charge: item not received; RO handling charge: goods not received
  RP handling charge: late ship notice; RQ handling charge: samples not received
  RR handling charge: unreadable ship notice; RS wrong packing assortment; RT in-store decoration allowance
  RU interest; RV label placement; RW margin contribution; RX mark-down allowance
  RY multiple shipment penalty; RZ opening order allowance; SA paper invoice missing; SC service cancelled
  SE packing slip missing; SF shipping and freight; SG pickup or advanced charges; SH goods not presented as agreed
  SI raw material supplied by the purchaser; SJ freight discrepancy on returns
  SM shipped after the order's cancellation date; SN shipped prepaid instead of collect
  SO shipped collect instead of prepaid; SP sales promotion; SR store contest allowance; SS trade discount
  ST air shipment not authorised: difference; SU air shipment not authorised: part; SV air shipment not authorised: all
  SW carrier not authorised or wrong; SX volume break charged back; SY weight break charged back
  TD total deductions; TI transport issue; UL account not found; VC value date wrong for a credit
  VD value date wrong for a debit; VO void; WE weather; WH payment: part; WO overpayment recovered
  WW overpayment credited; ZZ mutually defined`
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .map((entry) => [entry.slice(0, 2), entry.slice(3)]),
);

/** The codes of the same list for insurance, health care, mortgages, payroll and film: known, their meaning not kept. */
const otherReasons: ReadonlySet<string> = new Set(
  `64 65 66 68 69 AA AB AC AE AF AG AH AL AM AN AO AP AR AW AX AY AZ BM BO BP BR BS CB CE CK CO CP CR CT CV CW DA DB
  DC DD DE DF DG DH DI DJ DK DL DM DO DP DR DS DT DV DW DX EE ER F3 F4 F5 F6 F7 F8 F9 FR FT G1 G2 G3 G4 G5 G6 G7 G8
  G9 GK GM GN GO H3 H4 H5 H8 H9 HA HB HC HD HE HF HG HI HM IA IC IE IL IP J1 J9 K1 K2 K3 L9 LA LF LO M4 ML N1 N3 N4
  N5 N6 N7 NR OA OB OL PA PC PE PG PI PK PM PN PO PP PQ PR PU PW PY R1 R2 R3 RE SD SK SL TA TL UB W6 W8 W9 WA WB WC
  WR WS WT WU WX WY WZ XA XB XC XD XE XF`.split(/\s+/),
);

export function isAdjustmentReason(code: string): boolean {
  return adjustmentReasons.has(code) || otherReasons.has(code);
}
