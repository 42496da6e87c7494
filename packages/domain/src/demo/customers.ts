import { z } from "zod";
import { demoId } from "./demo-id.ts";

/**
 * How a customer pays; what is open today follows from it.
 *   prompt   by wire within the terms         late    by wire, some weeks after the due day
 *   portal   through Stripe, a little late    slow    one to two months late
 *   part     most of each invoice             stopped nothing for five months
 *   lump     round sums, applied by finance   quiet   all paid, and no new usage
 *   young    came two months ago              story   told one by one, in a file of its own
 */
const HABITS = [
  "prompt",
  "late",
  "portal",
  "slow",
  "part",
  "stopped",
  "lump",
  "quiet",
  "young",
  "story",
] as const;

/**
 * number ; key ; parent ; legal entity ; currency ; terms in days ; usage of a month in whole units ; habit ;
 * lines of an invoice ; country ; time zone ; locale ; name ; address
 */
const TABLE = `
104882 ; meridian ; - ; US01 ; USD ; 30 ; 48000 ; story ; 16 ; US ; America/New_York ; en-US ; Meridian Freight & Customs Brokerage Group, Inc. ; 400 Stephenson Avenue | Savannah, GA 31405 | United States
104883 ; meridian-drayage ; meridian ; US01 ; USD ; 30 ; 8400 ; late ; 16 ; US ; America/New_York ; en-US ; Meridian Ocean Freight & Drayage, LLC ; 2 Tradepoint Drive | Garden City, GA 31408 | United States
104884 ; meridian-quebec ; meridian ; US01 ; CAD ; 30 ; 6100 ; prompt ; 16 ; CA ; America/Toronto ; fr-CA ; Meridian Courtage en douane du Québec inc. ; 1155, boulevard René-Lévesque Ouest | Montréal (Québec) H3B 2K4 | Canada

104611 ; northlight ; - ; US01 ; USD ; 45 ; 61500 ; prompt ; 3200 ; US ; America/Chicago ; en-US ; Northlight Savings Bank ; 221 North LaSalle Street | Chicago, IL 60601 | United States
104702 ; tallgrass ; - ; US01 ; USD ; 30 ; 22400 ; portal ; 16 ; US ; America/Denver ; en-US ; Tallgrass Ride ; 1900 16th Street | Denver, CO 80202 | United States
104730 ; harborview ; - ; US01 ; USD ; 60 ; 35900 ; slow ; 60 ; US ; America/Los_Angeles ; en-US ; Harborview Regional Health System of the Greater Puget Sound and Olympic Peninsula, a Washington Nonprofit Corporation ; 325 Ninth Avenue | Seattle, WA 98104 | United States
104755 ; pinnacle ; - ; US01 ; USD ; 30 ; 9800 ; stopped ; 16 ; US ; America/Phoenix ; en-US ; Pinnacle Parcel Lockers Corp. ; 2398 East Camelback Road | Phoenix, AZ 85016 | United States
104768 ; cedar ; - ; US01 ; USD ; 15 ; 4250 ; portal ; 16 ; US ; America/New_York ; en-US ; Cedar & Finch Hospitality Group ; 88 Hudson Street | New York, NY 10013 | United States
104790 ; oakline ; - ; US01 ; USD ; 30 ; 27300 ; part ; 16 ; US ; America/New_York ; en-US ; Oakline Mutual Insurance Company ; One Financial Plaza | Hartford, CT 06103 | United States
104801 ; brightwater ; - ; US01 ; USD ; 21 ; 6700 ; prompt ; 16 ; GB ; Europe/London ; en-GB ; Brightwater Utilities plc ; 1 Harbour Exchange Square | London E14 9GE | United Kingdom
104815 ; juniper-dental ; - ; US01 ; USD ; 14 ; 640 ; portal ; 16 ; US ; America/Chicago ; en-US ; Juniper Street Dental ; 4115 South Congress Avenue | Austin, TX 78745 | United States
104826 ; atlas-lending ; - ; US01 ; USD ; 30 ; 18900 ; lump ; 16 ; US ; America/New_York ; en-US ; Atlas Consumer Lending Holdings, Inc. ; 1100 Wilson Boulevard | Arlington, VA 22209 | United States
104827 ; atlas-servicing ; atlas-lending ; US01 ; USD ; 30 ; 3300 ; story ; 16 ; PR ; America/Puerto_Rico ; es-PR ; Atlas Loan Servicing of Puerto Rico, LLC ; 270 Avenida Muñoz Rivera | San Juan, PR 00918 | United States
104840 ; sierra ; - ; US01 ; USD ; 30 ; 5480 ; late ; 16 ; MX ; America/Mexico_City ; es-MX ; Sierra Madre Telemedicina, S.A. de C.V. ; Paseo de la Reforma 222 | 06600 Ciudad de México | México
104851 ; pampa ; - ; US01 ; BRL ; 30 ; 96000 ; late ; 60 ; BR ; America/Sao_Paulo ; pt-BR ; Pampa Pagos Sociedade de Crédito Direto S.A. ; Avenida Brigadeiro Faria Lima, 3477 | 04538-133 São Paulo | Brasil
104866 ; lanterna ; - ; US01 ; USD ; 30 ; 2150 ; quiet ; 16 ; US ; America/New_York ; en-US ; Lanterna Alarm & Monitoring ; 77 Summer Street | Boston, MA 02110 | United States
104901 ; firstmile ; - ; US01 ; USD ; 30 ; 3900 ; young ; 16 ; US ; America/Chicago ; en-US ; Firstmile Couriers Cooperative ; 901 North 3rd Street | Minneapolis, MN 55401 | United States

200118 ; kranich ; - ; DE01 ; EUR ; 30 ; 31200 ; prompt ; 2600 ; DE ; Europe/Berlin ; de-DE ; Kranich Versicherung AG ; Mainzer Landstraße 46 | 60325 Frankfurt am Main | Deutschland
200119 ; kranich-leben ; kranich ; DE01 ; EUR ; 30 ; 7600 ; story ; 16 ; DE ; Europe/Berlin ; de-DE ; Kranich Lebensversicherung auf Gegenseitigkeit ; Domkloster 3 | 50667 Köln | Deutschland
200120 ; kranich-wien ; kranich ; DE01 ; EUR ; 30 ; 5150 ; late ; 16 ; AT ; Europe/Vienna ; de-AT ; Kranich Rückversicherungs- und Vermögensverwaltungsgesellschaft für Österreich und Südosteuropa m.b.H. & Co. KG ; Schottenring 30 | 1010 Wien | Österreich
200134 ; maison-lune ; - ; DE01 ; EUR ; 45 ; 12700 ; portal ; 16 ; FR ; Europe/Paris ; fr-FR ; Maison Lune Cosmétiques SAS ; 18, rue de la Paix | 75002 Paris | France
200141 ; tramontana ; - ; DE01 ; EUR ; 60 ; 9300 ; slow ; 16 ; ES ; Europe/Madrid ; es-ES ; Tramontana Viajes y Servicios Aéreos, S.L.U. ; Passeig de Gràcia 101 | 08008 Barcelona | España
200156 ; polder ; - ; DE01 ; EUR ; 14 ; 14200 ; prompt ; 16 ; NL ; Europe/Amsterdam ; nl-NL ; Polder Energie B.V. ; Weena 505 | 3013 AL Rotterdam | Nederland
200162 ; bottega ; - ; DE01 ; EUR ; 30 ; 5900 ; stopped ; 16 ; IT ; Europe/Rome ; it-IT ; Bottega del Corriere S.r.l. ; Via Torino 61 | 20123 Milano | Italia
200170 ; wisla ; - ; DE01 ; EUR ; 30 ; 3850 ; part ; 16 ; PL ; Europe/Warsaw ; pl-PL ; Wisła Kantor Internetowy sp. z o.o. ; ul. Piękna 18 | 00-549 Warszawa | Polska
200183 ; aegean ; - ; DE01 ; EUR ; 30 ; 4400 ; late ; 16 ; GR ; Europe/Athens ; el-GR ; Αιγαίο Ακτοπλοϊκές Γραμμές Α.Ε. ; Ακτή Μιαούλη 85 | 185 38 Πειραιάς | Ελλάδα
200197 ; pennine ; - ; DE01 ; GBP ; 30 ; 16800 ; prompt ; 90 ; GB ; Europe/London ; en-GB ; Pennine Building Society ; Wellington Place 4 | Leeds LS1 4AP | United Kingdom
200203 ; thistle ; - ; DE01 ; GBP ; 30 ; 4900 ; late ; 16 ; GB ; Europe/London ; en-GB ; Thistle & Tide Ferries Ltd ; Custom House, Commercial Quay | Edinburgh EH6 6JH | United Kingdom
200214 ; helvetia-post ; - ; DE01 ; CHF ; 30 ; 8250 ; prompt ; 16 ; CH ; Europe/Zurich ; de-CH ; Alpenblick Postlogistik AG ; Bahnhofstrasse 45 | 8001 Zürich | Schweiz
200226 ; norrsken ; - ; DE01 ; SEK ; 30 ; 88000 ; late ; 16 ; SE ; Europe/Stockholm ; sv-SE ; Norrsken Apotek AB ; Drottninggatan 71 | 111 36 Stockholm | Sverige

310042 ; khaleej ; - ; SG01 ; KWD ; 30 ; 4300 ; late ; 16 ; KW ; Asia/Kuwait ; ar-KW ; شركة الخليج للمدفوعات الرقمية ش.م.ك.م ; برج الحمراء، الطابق ٤١ | شرق، مدينة الكويت ١٥٣٠٠ | الكويت
310055 ; burj ; - ; SG01 ; AED ; 45 ; 38600 ; slow ; 16 ; AE ; Asia/Dubai ; ar-AE ; مجموعة البرج للتجارة الإلكترونية والخدمات اللوجستية ذ.م.م ; شارع الشيخ زايد، برج المكاتب ٣ | دبي ص.ب. ٥٠٦٥٣٨ | الإمارات العربية المتحدة
310061 ; negev ; - ; SG01 ; USD ; 30 ; 6900 ; portal ; 16 ; IL ; Asia/Jerusalem ; he-IL ; נגב ביטוח ישיר בע״מ ; דרך מנחם בגין 132 | תל אביב 6701101 | ישראל
310078 ; savanna ; - ; SG01 ; ZAR ; 30 ; 152000 ; part ; 16 ; ZA ; Africa/Johannesburg ; en-ZA ; Savanna Mobile Money (Pty) Ltd ; 15 Alice Lane | Sandton 2196 | South Africa

400015 ; hinode ; - ; SG01 ; JPY ; 30 ; 3480000 ; prompt ; 60 ; JP ; Asia/Tokyo ; ja-JP ; 日の出物流株式会社 ; 丸の内二丁目7番2号 | 東京都千代田区 100-7015 | 日本
400016 ; hinode-osaka ; hinode ; SG01 ; JPY ; 30 ; 920000 ; late ; 16 ; JP ; Asia/Tokyo ; ja-JP ; 日の出物流西日本株式会社 ; 梅田三丁目1番3号 | 大阪市北区 530-0001 | 日本
400028 ; banyan ; - ; SG01 ; SGD ; 30 ; 26500 ; portal ; 2200 ; SG ; Asia/Singapore ; en-SG ; Banyan Tree Superapp Pte. Ltd. ; 1 Raffles Quay | Singapore 048583
400037 ; ganga ; - ; SG01 ; INR ; 45 ; 1640000 ; slow ; 80 ; IN ; Asia/Kolkata ; en-IN ; Ganga Microfinance Private Limited ; Bandra Kurla Complex, G Block | Mumbai 400051 | India
400044 ; kaveri ; - ; SG01 ; INR ; 30 ; 410000 ; late ; 16 ; IN ; Asia/Kolkata ; ta-IN ; காவேரி மின்வணிகம் பிரைவேட் லிமிடெட் ; அண்ணா சாலை 148 | சென்னை 600002 | இந்தியா
400059 ; southern-cross ; - ; SG01 ; AUD ; 30 ; 7700 ; prompt ; 16 ; AU ; Australia/Sydney ; en-AU ; Southern Cross Ticketing Pty Ltd ; 200 George Street | Sydney NSW 2000 | Australia
400063 ; kiwi-rail ; - ; SG01 ; AUD ; 30 ; 1900 ; quiet ; 16 ; NZ ; Pacific/Auckland ; en-NZ ; Aotearoa Regional Coachlines Limited ; 21 Queen Street | Auckland 1010 | New Zealand
400071 ; hangang ; - ; SG01 ; KRW ; 30 ; 11200000 ; late ; 16 ; KR ; Asia/Seoul ; ko-KR ; 한강페이 주식회사 ; 테헤란로 152 | 서울특별시 강남구 06236 | 대한민국
400088 ; mekong ; - ; SG01 ; USD ; 30 ; 2900 ; stopped ; 16 ; VN ; Asia/Ho_Chi_Minh ; vi-VN ; Mekong Express Joint Stock Company ; 2 Hải Triều, Bến Nghé | Quận 1, TP. Hồ Chí Minh | Việt Nam

104910 ; pelican ; - ; US01 ; USD ; 30 ; 12400 ; story ; 16 ; DE ; Europe/Berlin ; de-DE ; Pelican Messaging GmbH ; Am Sandtorkai 50 | 20457 Hamburg | Deutschland
104922 ; fieldstone ; - ; US01 ; USD ; 30 ; 1600 ; story ; 16 ; US ; America/New_York ; en-US ; Fieldstone Property Management, LLC ; 14 Court Square | Charlottesville, VA 22902 | United States
104935 ; riverbend ; - ; US01 ; USD ; 30 ; 21500 ; late ; 16 ; US ; America/Chicago ; en-US ; Riverbend Community Health Plan ; 415 Second Avenue North | Nashville, TN 37201 | United States
104941 ; cobalt ; - ; US01 ; USD ; 45 ; 14800 ; late ; 16 ; US ; America/New_York ; en-US ; Cobalt Logistics Partners, Inc. ; 60 East Rio Salado Parkway | Tempe, AZ 85281 | United States
104957 ; quill ; - ; US01 ; USD ; 30 ; 2350 ; prompt ; 16 ; US ; America/New_York ; en-US ; Quill & Harbor Inns ; 9 Marlborough Street | Portland, ME 04101 | United States
104968 ; summit ; - ; US01 ; USD ; 30 ; 7900 ; late ; 16 ; US ; America/Denver ; en-US ; Summit Trail Rides, LLC ; 1700 Pearl Street | Boulder, CO 80302 | United States
104973 ; dryden ; - ; US01 ; USD ; 30 ; 3100 ; late ; 16 ; US ; America/Phoenix ; en-US ; Dryden Parcel Lockers Corp. ; 77 South Stone Avenue | Tucson, AZ 85701 | United States
200240 ; lumiere ; - ; DE01 ; EUR ; 30 ; 2900 ; story ; 16 ; FR ; Europe/Paris ; fr-FR ; Ateliers Lumière SARL ; 7, quai de la Fosse | 44000 Nantes | France
200251 ; mistral ; - ; DE01 ; EUR ; 30 ; 6200 ; late ; 16 ; FR ; Europe/Paris ; fr-FR ; Mistral Bien-être SAS ; 12, cours Mirabeau | 13100 Aix-en-Provence | France
200266 ; porto ; - ; DE01 ; EUR ; 30 ; 5400 ; late ; 16 ; PT ; Europe/Lisbon ; pt-PT ; Porto Vivo Travessias, S.A. ; Cais da Estiva 30 | 4050-242 Porto | Portugal
`;

const row = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.enum(["US01", "DE01", "SG01"]),
  z.string().length(3),
  z.coerce.number().int(),
  z.coerce.number().int(),
  z.enum(HABITS),
  z.coerce.number().int(),
  z.string().length(2),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
]);

export const CUSTOMERS = TABLE.trim()
  .split(/\n+/)
  .map((line) => customerIn(row.parse(line.split(" ; "))));

export type DemoCustomer = ReturnType<typeof customerIn>;

function customerIn(columns: z.infer<typeof row>) {
  const [number, key, parent, entity, currency, termsDays, monthly, habit, lines, ...rest] = columns;
  const [country, timeZone, locale, name, address] = rest;
  return {
    id: demoId(`customer:${key}`),
    number,
    key,
    parent: parent === "-" ? null : parent,
    entity,
    currency,
    termsDays,
    /** Usage in a usual month, in whole units of the currency. */
    monthly,
    habit,
    /** Lines on an invoice; with more than there are routes, the newest has them by day. */
    lines,
    country,
    timeZone,
    locale,
    name,
    addressLines: address.split(" | "),
    collector: entity === "US01" ? ("priya" as const) : ("amara" as const),
  };
}

const BY_KEY = new Map(CUSTOMERS.map((each) => [each.key, each]));

export function customerOf(key: string): DemoCustomer {
  const found = BY_KEY.get(key);
  if (!found) throw new Error(`The demo company has no customer ${key}`);
  return found;
}

/** Customers with their subsidiaries: what shares payments is played one after the other. */
export const FAMILIES: readonly DemoCustomer[][] = CUSTOMERS.filter((each) => !each.parent).map((head) => [
  head,
  ...CUSTOMERS.filter((each) => each.parent === head.key),
]);
