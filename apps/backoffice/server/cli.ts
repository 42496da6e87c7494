import { Refusal } from "@openitem/domain/kernel/refusal";
import { findOrganization } from "@openitem/domain/organizations/find-organization";
import { cashCommand } from "./cli/cash-command.ts";
import { closeCommand } from "./cli/close-command.ts";
import { type CommandLine, UsageFault } from "./cli/command-line.ts";
import { importCommand } from "./cli/import-kinds.ts";
import { inviteCommand } from "./cli/invite-command.ts";
import { verifyCommand } from "./cli/verify-command.ts";
import { readWorkerEnv } from "./worker-env.ts";
import { workingServices } from "./working-services.ts";

/* The command line: `npm run ar -- <command>`. Figures go to standard output, everything else to standard error. */

const HELP = `Usage: npm run ar -- <command>

  verify [--json]
      Recomputes the books from their rows. Ends with 1 when anything differs, and names it.

  import open-items FILE --profile generic|sap-fbl5n|ibm-late-payments
      [--entity CODE] [--currency CODE] [--rejected FILE] [--dry-run] [--all-or-nothing] [--json]
      Reads a CSV file (.gz too) of open items into the books. Rejected rows go to a file of their own.

  import bank-statement FILE [--account NUMBER] [--currency CODE] [--entity CODE | --known-accounts]
      [--mapping FILE] [--json]
      Books the entries of a bank's file, those that are there already once only. Accounts that are not known are
      opened for the legal entity named, or the one with most open documents; with --known-accounts they are refused.
      A mapping (JSON) says which column of a table holds what: {"columns": {"bookingDate": "Datum", "amount": "Betrag"}}.
      Ends with 1 when a statement does not add up and is held for a person.

  import remittance FILE [--customer NUMBER] [--json]
      Takes in what a payer says that his money covers. The same file again changes nothing.

  invite EMAIL --name NAME --customer NUMBER [--role viewer|payer|disputer|approver|admin] [--with-subsidiaries]
      Invites a person to a customer's account, by mail.

  cash match [--since DATE] [--json]
      Matches the money that waits at the bank with what customers owe, and says for each entry what was applied, by which
      rule and signals, what is proposed and what is left. --since shows only entries booked from that day on.

  cash list --unapplied [--json]
      Lists the money on hand that pays nothing yet, with its age and why.

  close status [--entity CODE] [--period YYYY-MM] [--json]
      Shows what closing a month waits for, computed now. Ends with 1 while it waits.

  inspect bank-statement|remittance FILE [--json]
      Shows what is read from a file that a bank or a customer sent. Changes nothing and needs no database.

Every other command works on the organization named by ORGANIZATION (parlance when it is not set).`;

const COMMANDS: Readonly<Record<string, (line: CommandLine) => Promise<number>>> = {
  verify: verifyCommand,
  import: importCommand,
  invite: inviteCommand,
  cash: cashCommand,
  close: closeCommand,
};

async function main([name, ...args]: string[]): Promise<number> {
  const command = name === undefined ? undefined : COMMANDS[name];
  if (!command) {
    console.error(
      name && !["help", "--help", "-h"].includes(name) ? `There is no command "${name}".\n\n${HELP}` : HELP,
    );
    return name && !["help", "--help", "-h"].includes(name) ? 2 : 0;
  }
  const env = readWorkerEnv(process.env);
  const services = workingServices(env, { connectionsMax: 4, name: "openitem-cli" });
  try {
    const organization = await findOrganization(services.db, env.ORGANIZATION);
    if (!organization) {
      console.error(
        `There is no organization "${env.ORGANIZATION}" yet. Start Openitem once with "npm start", or set ORGANIZATION.`,
      );
      return 2;
    }
    return await command({
      args,
      context: services.contextFor(organization.id, "command line"),
      linkSecret: env.AUTH_SECRET,
    });
  } finally {
    await services.close();
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof Refusal || error instanceof UsageFault) console.error(error.message);
  else console.error(error);
  process.exitCode = error instanceof UsageFault ? 2 : 1;
}
