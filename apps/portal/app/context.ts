import type { Account } from "@openitem/domain/customers/read-customer";
import type { FilingContext } from "@openitem/domain/files/storage";
import type { Actor, PayingContext } from "@openitem/domain/kernel/context";
import type { Logger } from "pino";
import { createContext } from "react-router";

/** What the server knows of a request before any route has seen it. */
export type RequestFacts = {
  /** Shown to the person as the reference of a fault, and in every line of the log. */
  requestId: string;
  /** Of the content security policy. */
  nonce: string;
  log: Logger;
  clientAddress: string | null;
};

/** Set by the server for every request. */
export const requestContext = createContext<RequestFacts>();

export type ContactActor = Extract<Actor, { kind: "contact" }>;

/** Who is signed in, and whose books he looks at. */
export type Viewer = {
  /** What commands and reads run with. */
  ctx: PayingContext & FilingContext & { actor: ContactActor };
  contact: { id: string; name: string; email: string; locale: string };
  /** Every account he holds, subsidiaries included, by name. */
  accounts: Account[];
  /** The one he looks at; null for all of them together. */
  account: Account | null;
  /** Whose rows to show: one id, or all of them. */
  customerIds: string[];
  /** IANA name: his own, else the account's, else the biller's. */
  timeZone: string;
  /** "YYYY-MM-DD" in that zone. */
  today: string;
  biller: string;
};

/** Set by the middleware of `routes/signed-in.tsx`; reading it elsewhere throws. */
export const viewerContext = createContext<Viewer>();
