import { newId } from "@openitem/db/ids";
import { legalEntities, organizations } from "@openitem/db/schema/organizations";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { record, transact } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";

const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "This is not a time zone we know.");

const legalEntityInput = z.object({
  id: z.uuid().default(newId),
  code: z.string().trim().min(1).max(20),
  name: z.string().trim().min(1).max(200),
  country: z.string().length(2),
  addressLines: z.array(z.string()).max(6).default([]),
  taxId: z.string().max(40).nullish(),
  timeZone,
});

export const foundOrganizationInput = z.object({
  slug: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/, "Use small letters, digits and hyphens."),
  name: z.string().trim().min(1).max(200),
  timeZone,
  legalEntities: z.array(legalEntityInput).min(1),
});

/** Sets up a biller with its legal entities. `ctx.organizationId` is the id it gets. */
export async function foundOrganization(
  ctx: Context,
  input: z.input<typeof foundOrganizationInput>,
): Promise<void> {
  const { slug, name, timeZone, legalEntities: entities } = foundOrganizationInput.parse(input);
  const { organizationId, now: createdAt } = ctx;
  await transact(ctx, async (tx) => {
    permit(ctx.actor, "organization.found");
    await tx.insert(organizations).values({ id: organizationId, slug, name, timeZone, createdAt });
    await tx
      .insert(legalEntities)
      .values(
        entities.map((entity) => ({ ...entity, taxId: entity.taxId ?? null, organizationId, createdAt })),
      );
    await record(tx, ctx, {
      action: "organization.founded",
      subject: ["organization", organizationId],
      data: { slug, name },
    });
  });
}
