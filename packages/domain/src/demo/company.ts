import type { StaffRole } from "../kernel/context.ts";
import { demoId } from "./demo-id.ts";

export const DEMO_SLUG = "parlance";
/** Printed at the start and the same everywhere: it guards nothing but the demo company. */
export const DEMO_PASSWORD = "settled-in-full";

export const ORGANIZATION_ID = demoId("organization");

const entity = (
  code: string,
  name: string,
  country: string,
  timeZone: string,
  taxId: string,
  addressLines: string[],
) => ({ id: demoId(`entity:${code}`), code, name, country, timeZone, taxId, addressLines });

export const ENTITIES = {
  US01: entity("US01", "Parlance Communications, Inc.", "US", "America/New_York", "58-2419907", [
    "1180 Peachtree Street NE, Suite 2400",
    "Atlanta, GA 30309",
    "United States",
  ]),
  DE01: entity("DE01", "Parlance Europe GmbH", "DE", "Europe/Berlin", "DE329 441 870", [
    "Köpenicker Straße 154",
    "10997 Berlin",
    "Germany",
  ]),
  SG01: entity("SG01", "Parlance Asia Pacific Pte. Ltd.", "SG", "Asia/Singapore", "201934417K", [
    "9 Straits View, Marina One West Tower #18-07",
    "Singapore 018937",
  ]),
};
export type EntityCode = keyof typeof ENTITIES;

const person = (name: string, role: StaffRole) => ({
  id: demoId(`staff:${name}`),
  name,
  role,
  email: `${name
    .toLowerCase()
    .replaceAll(" ", ".")
    .normalize("NFD")
    .replace(/[^a-z.]/g, "")}@parlance.example`,
});

export const STAFF = {
  priya: person("Priya Raman", "collector"),
  amara: person("Amara Diallo", "collector"),
  rafael: person("Rafael Ochoa", "collector"),
  helen: person("Helen Strand", "team_lead"),
  ingrid: person("Ingrid Solberg", "finance"),
  luis: person("Luis Ferreira", "finance"),
  marcus: person("Marcus Oyelaran", "manager"),
  meiling: person("Mei Ling Tan", "auditor"),
  samuel: person("Samuel Adeyemi", "admin"),
};
export type StaffKey = keyof typeof STAFF;
