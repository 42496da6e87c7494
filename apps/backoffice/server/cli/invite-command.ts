import { newId } from "@openitem/db/ids";
import { inviteContact, inviteContactInput } from "@openitem/domain/access/invite-contact";
import { findCustomer } from "@openitem/domain/customers/find-customer";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

/** `invite EMAIL --name NAME --customer NUMBER …`: the mail goes out when the worker runs. */
export async function inviteCommand({ args, context, linkSecret }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    name: { type: "string" },
    customer: { type: "string" },
    role: { type: "string" },
    "with-subsidiaries": { type: "boolean" },
  });
  const [email, ...more] = positionals;
  if (!email || more.length > 0 || !values.customer || !values.name)
    throw new UsageFault('Say whom to invite and where: "invite EMAIL --name NAME --customer NUMBER".');
  const customer = await findCustomer(context, values.customer);
  if (!customer) throw new UsageFault(`There is no customer ${values.customer}.`);
  const input = inviteContactInput.safeParse({
    id: newId(),
    email,
    name: values.name,
    customerId: customer.id,
    role: values.role ?? "payer",
    withSubsidiaries: values["with-subsidiaries"] ?? false,
  });
  if (!input.success)
    throw new UsageFault(
      input.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join(" "),
    );
  await inviteContact({ ...context, linkSecret }, input.data);
  console.log(`${values.name} <${email}> is invited to ${customer.name} (${customer.number}).`);
  return 0;
}
