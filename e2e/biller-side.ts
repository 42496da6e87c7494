import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { askCustomer } from "@openitem/domain/disputes/ask-customer";
import { listDisputes } from "@openitem/domain/disputes/list-disputes";
import type { Context } from "@openitem/domain/kernel/context";
import { findOrganization } from "@openitem/domain/organizations/find-organization";
import { environment } from "./people.ts";

/** Asks the customer something about the dispute of that number, as the biller's worker would pass a question on. */
export async function askAbout(number: string, question: string): Promise<void> {
  const { APP_DATABASE_URL: address = "", ORGANIZATION: slug = "" } = environment;
  const { db, close } = connect(address, { connectionsMax: 1, name: "stories" });
  try {
    const organization = await findOrganization(db, slug);
    if (!organization) throw new Error(`No biller is called ${slug}`);
    const ctx: Context = {
      db,
      organizationId: organization.id,
      actor: { kind: "worker", name: "Rafael Ochoa" },
      now: new Date(),
      requestId: "story",
    };
    const { rows } = await listDisputes(ctx, { tab: "all", search: number, limit: 1 });
    const [dispute] = rows;
    if (!dispute) throw new Error(`There is no dispute ${number}`);
    await askCustomer(ctx, { disputeId: dispute.id, entryId: newId(), body: question });
  } finally {
    await close();
  }
}
