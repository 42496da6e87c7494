import { month } from "@openitem/domain/close/period";
import { type CloseView, readClose } from "@openitem/domain/close/read-close";
import { decimal } from "@openitem/domain/kernel/money";
import { type CommandLine, readArgs, UsageFault } from "./command-line.ts";

/** `close status [--entity CODE] [--period YYYY-MM] [--json]`: 0 when the month is closed or may be, 1 when it waits. */
export async function closeCommand({ args, context }: CommandLine): Promise<number> {
  const { values, positionals } = readArgs(args, {
    entity: { type: "string" },
    period: { type: "string" },
    json: { type: "boolean" },
  });
  const [verb, ...rest] = positionals;
  if (verb !== "status" || rest.length > 0)
    throw new UsageFault('Say "close status". See "npm run ar -- help".');
  const period = month.optional().safeParse(values.period);
  if (!period.success) throw new UsageFault("--period is a month, such as 2026-10.");
  const view = await readClose(context, { entity: values.entity ?? null, month: period.data ?? null });
  // The command line closes nothing, so whose role it is says nothing here.
  const hindrances = view.hindrances.filter((hindrance) => hindrance !== "role");
  console.log(values.json ? JSON.stringify(asJson(view, hindrances), null, 2) : asText(view, hindrances));
  return view.period.status === "closed" || hindrances.length === 0 ? 0 : 1;
}

const asJson = (view: CloseView, hindrances: readonly string[]) => ({
  entity: view.entity.code,
  period: view.period,
  closedThroughOn: view.entity.closedThroughOn,
  hindrances,
  checks: view.checks.map(({ check, state, items, amounts, owner, note, signed }) => ({
    check,
    state,
    items,
    amounts: amounts.map(({ currency, minor }) => ({ currency, amount: decimal(minor, currency) })),
    owner: owner?.name ?? null,
    note,
    signed,
  })),
  rollForward: view.rollForward.map(({ currency, openingMinor, movements, closingMinor }) => ({
    currency,
    opening: decimal(openingMinor, currency),
    movements: Object.fromEntries(
      Object.entries(movements).map(([kind, minor]) => [kind, decimal(minor, currency)]),
    ),
    closing: decimal(closingMinor, currency),
  })),
  ties: view.ties.map(({ currency, account, subledgerMinor, controlMinor }) => ({
    currency,
    account,
    subledger: decimal(subledgerMinor, currency),
    control: decimal(controlMinor, currency),
  })),
});

const STATES = { done: "done", blocks: "BLOCKS", needs_note: "needs a note", to_sign: "to sign" } as const;

function asText({ entity, period, checks, rollForward }: CloseView, hindrances: readonly string[]): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const figures = (amounts: CloseView["checks"][number]["amounts"]) =>
    amounts.map(({ currency, minor }) => `${decimal(minor, currency)} ${currency}`).join(", ");
  return [
    `${entity.code}, ${period.month}: ${period.status}`,
    ...checks.map(({ check, state, items, amounts }) =>
      `${STATES[state].padEnd(12)}  ${check.padEnd(width)}  ${String(items).padStart(6)}  ${figures(amounts)}`.trimEnd(),
    ),
    ...rollForward.map(
      ({ currency, openingMinor, closingMinor }) =>
        `Receivables, ${currency}: ${decimal(openingMinor, currency)} to ${decimal(closingMinor, currency)}`,
    ),
    ...(period.status !== "closed" && hindrances.length > 0 ? [`Waits: ${hindrances.join(", ")}`] : []),
  ].join("\n");
}
