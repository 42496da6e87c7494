import { changeBankDetails } from "../bank/change-bank-details.ts";
import { createBankAccount } from "../bank/create-bank-account.ts";
import { ENTITIES, type EntityCode } from "./company.ts";
import { demoId } from "./demo-id.ts";
import { FOUNDED } from "./set-up.ts";
import { asStaff, type Stage } from "./stage.ts";

/* Where the money of customers arrives: an account of each legal entity, with banks that there are not. */

type Shown = Omit<Parameters<typeof changeBankDetails>[1], "key" | "bankAccountId" | "shown">;

export type DemoBank = {
  id: string;
  entity: EntityCode;
  currency: string;
  name: string;
  /** As statements name it. */
  number: string;
  /** In minor units, a year ago. */
  openingMinor: bigint;
  details: readonly (Shown & { on: number })[];
};

const bankId = (entity: EntityCode): string => demoId(`bank:${entity}`);
const OPENED_WHY = "Account opened";

export const BANKS: readonly DemoBank[] = [
  {
    id: bankId("US01"),
    entity: "US01",
    currency: "USD",
    name: "Operating account, Atlanta",
    number: "4830021177",
    openingMinor: 1_204_310_55n,
    details: [
      {
        on: FOUNDED + 3,
        holder: ENTITIES.US01.name,
        bankName: "First Harbor Bank of Georgia",
        accountNumber: "4830021177",
        routingNumber: "061099996",
        bic: "FHBGUS3A",
        address: "191 Peachtree Street NE, Atlanta, GA 30303, United States",
        reason: OPENED_WHY,
      },
      {
        on: -47,
        holder: ENTITIES.US01.name,
        bankName: "First Harbor Bank, N.A.",
        accountNumber: "4830021177",
        routingNumber: "061099996",
        bic: "FHBNUS3A",
        address: "30 Ivan Allen Jr. Boulevard NW, Atlanta, GA 30308, United States",
        reason: "The bank merged: another name and BIC, the account stays",
      },
    ],
  },
  {
    id: bankId("DE01"),
    entity: "DE01",
    currency: "EUR",
    name: "Geschäftskonto Berlin",
    number: "DE18100400000132013000",
    openingMinor: 618_240_10n,
    details: [
      {
        on: FOUNDED + 3,
        holder: ENTITIES.DE01.name,
        bankName: "Spreebank AG",
        iban: "DE18100400000132013000",
        bic: "SPREDEBB",
        address: "Unter den Linden 13, 10117 Berlin, Germany",
        reason: OPENED_WHY,
      },
    ],
  },
  {
    id: bankId("SG01"),
    entity: "SG01",
    currency: "SGD",
    name: "Current account, Singapore",
    number: "0729381102",
    openingMinor: 402_118_00n,
    details: [
      {
        on: FOUNDED + 3,
        holder: ENTITIES.SG01.name,
        bankName: "Straits Mercantile Bank Ltd.",
        accountNumber: "0729381102",
        bic: "SMBLSGSG",
        address: "8 Marina Boulevard, Singapore 018981",
        reason: OPENED_WHY,
      },
    ],
  },
];

/** Opens the accounts and shows them to customers. */
export async function openBankAccounts(stage: Stage): Promise<void> {
  for (const { id, entity, currency, name, number, details } of BANKS) {
    const zone = ENTITIES[entity].timeZone;
    const opened = asStaff(stage, "marcus", stage.calendar.at(FOUNDED + 3, "10:00", zone));
    await createBankAccount(opened, { id, legalEntityId: ENTITIES[entity].id, currency, name, number });
    for (const [index, { on, ...shown }] of details.entries())
      await changeBankDetails(asStaff(stage, "marcus", stage.calendar.at(on, "10:20", zone)), {
        ...shown,
        key: demoId(`bank:${entity}:details:${index}`),
        bankAccountId: id,
      });
  }
}
