import { BlockList } from "node:net";
import type { Db } from "@openitem/db/client";
import type { InvitingContext } from "@openitem/domain/access/invitation";
import type { StaffAuth } from "@openitem/domain/access/staff-auth";
import type { FilingContext } from "@openitem/domain/files/storage";
import type { PayingContext } from "@openitem/domain/kernel/context";
import { findOrganization, type Organization } from "@openitem/domain/organizations/find-organization";
import type { PaymentGateway } from "@openitem/domain/payments/gateway";
import type { Logger } from "pino";
import { type BooksWatch, watchBooks } from "./books-watch.ts";

/** What every request of the back office may use. Made once per process; tests make their own. */
export type Services = {
  db: Db;
  auth: StaffAuth;
  gateway: PaymentGateway;
  /** Where files lie, and who looks for viruses in them. */
  storage: FilingContext["storage"];
  scanner: FilingContext["scanner"];
  portalUrl: string;
  /** Makes the links of invitations; the worker that mails them has the same. */
  linkSecret: string;
  /** Where this app is reached: the one origin that may send to it. */
  publicUrl: string;
  /** Our own proxies: what they say of a client's address is believed. */
  trustedProxies: BlockList;
  log: Logger;
  now(): Date;
  /** The biller this app serves, once it has been founded. */
  organization(): Promise<Organization | null>;
  books: BooksWatch;
};

/** Fills in what follows from the rest: the biller by its slug, and the watch on the books. No proxy is trusted unless named. */
export function composeServices(
  parts: Omit<Services, "organization" | "books" | "trustedProxies"> & {
    organizationSlug: string;
    trustedProxies?: BlockList;
  },
): Services {
  const { organizationSlug, trustedProxies = new BlockList(), ...rest } = parts;
  let found: Organization | null = null;
  return {
    ...rest,
    trustedProxies,
    books: watchBooks(),
    async organization() {
      found ??= await findOrganization(rest.db, organizationSlug);
      return found;
    },
  };
}

/** All of a request's context but who acts. */
export type Grounds = Omit<PayingContext & InvitingContext & FilingContext, "actor">;
