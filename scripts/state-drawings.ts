import { APPROVAL_TRANSITIONS } from "@openitem/domain/approvals/approval";
import { CHARGE_TRANSITIONS } from "@openitem/domain/autopay/charge";
import { CASH_DECISION_TRANSITIONS } from "@openitem/domain/cash/cash-decision";
import { MATCH_RUN_TRANSITIONS } from "@openitem/domain/cash/match-run";
import { PERIOD_TRANSITIONS } from "@openitem/domain/close/period";
import { DISPUTE_TRANSITIONS } from "@openitem/domain/disputes/dispute";
import type { Machine } from "@openitem/domain/kernel/machine";
import type { Transitions } from "@openitem/domain/kernel/transitions";
import { PAYMENT_MACHINE } from "@openitem/domain/payments/payment";
import { PREPARED_TRANSITIONS } from "@openitem/domain/payments/prepared-payment";
import { permissionTable } from "@openitem/domain/policies/permissions";
import { PROMISE_TRANSITIONS } from "@openitem/domain/promises/promise";
import { REMITTANCE_TRANSITIONS } from "@openitem/domain/remittances/remittance";
import { DECISION_TRANSITIONS } from "@openitem/domain/resolutions/resolution";
import { TASK_TRANSITIONS } from "@openitem/domain/tasks/task";

/** The pages of `docs/states`, by file name: each drawn from the table that the commands use. */
export const drawings = (): ReadonlyMap<string, string> =>
  new Map([
    [
      "payment.md",
      page(
        "payment",
        "`PAYMENT_MACHINE` in `packages/domain/src/payments/payment.ts`",
        ofMachine(PAYMENT_MACHINE),
        "While a payment is created, submitted or processing its amounts are in flight: neither open to pay nor paid. It is paid only when it is settled. The provider's word outranks our clock: money for a payment that failed, expired or was cancelled is taken all the same.",
      ),
    ],
    [
      "dispute.md",
      page(
        "dispute",
        "`DISPUTE_TRANSITIONS` in `packages/domain/src/disputes/dispute.ts`",
        ofTransitions("submitted", DISPUTE_TRANSITIONS),
        "A dispute holds its amount until it is decided, and again when the outcome is contested. What was said in it stays; a decision beyond its maker's limit changes nothing before somebody else has granted it.",
      ),
    ],
    [
      "promise.md",
      page(
        "promise",
        "`PROMISE_TRANSITIONS` in `packages/domain/src/promises/promise.ts`",
        ofTransitions("proposed", PROMISE_TRANSITIONS),
        "Within policy a promise is active at once; beyond it, it waits for the other side. Kept and broken are judged from settled cash, and judged again when money comes or goes back.",
      ),
    ],
    [
      "decision.md",
      page(
        "decision",
        "`DECISION_TRANSITIONS` in `packages/domain/src/resolutions/resolution.ts`",
        ofTransitions("pending", DECISION_TRANSITIONS),
        "What was decided on a dispute beyond its maker's limit. Within it, a decision is applied as it is made.",
      ),
    ],
    [
      "cash-decision.md",
      page(
        "decision about money",
        "`CASH_DECISION_TRANSITIONS` in `packages/domain/src/cash/cash-decision.ts`",
        ofTransitions("awaiting_approval", CASH_DECISION_TRANSITIONS),
        "A discount, a write-off, a refund beyond its maker's limit waits for somebody else; within it, it is applied as it is made. Taking back is a decision of its own day: the documents that were made are settled by others the other way, and no earlier day changes.",
      ),
    ],
    [
      "match-run.md",
      page(
        "match run",
        "`MATCH_RUN_TRANSITIONS` in `packages/domain/src/cash/match-run.ts`",
        ofTransitions("queued", MATCH_RUN_TRANSITIONS),
        "What people do to a run. The worker takes a queued one up (running) and ends it (done, stopped after the batch it was in, or failed with what it met). One that falls silent is taken up again where its last batch ended.",
      ),
    ],
    [
      "approval.md",
      page(
        "approval",
        "`APPROVAL_TRANSITIONS` in `packages/domain/src/approvals/approval.ts`",
        ofTransitions("pending", APPROVAL_TRANSITIONS),
        "Nobody grants or refuses what he asked for himself; the database holds to that as well.",
      ),
    ],
    [
      "task.md",
      page(
        "task",
        "`TASK_TRANSITIONS` in `packages/domain/src/tasks/task.ts`",
        ofTransitions("open", TASK_TRANSITIONS),
        "A colleague's answer brings the dispute it was asked for back to whoever decides it.",
      ),
    ],
    [
      "charge.md",
      page(
        "charge",
        "`CHARGE_TRANSITIONS` in `packages/domain/src/autopay/charge.ts`",
        ofTransitions("planned", CHARGE_TRANSITIONS),
        "A charge comes by itself on its day: it is announced before, never above what was announced, and may be stopped until it starts.",
      ),
    ],
    [
      "period.md",
      page(
        "period",
        "`PERIOD_TRANSITIONS` in `packages/domain/src/close/period.ts`",
        ofTransitions("open", PERIOD_TRANSITIONS),
        "A month of a legal entity's books. Closing takes postings like open; closed takes none, and money that comes for it posts on the first open day with its own value date. A manager closes what he did not prepare, when no check blocks and each that asks for it is signed at the figure it shows; months close in their order, and only the newest is reopened.",
      ),
    ],
    [
      "remittance.md",
      page(
        "remittance",
        "`REMITTANCE_TRANSITIONS` in `packages/domain/src/remittances/remittance.ts`",
        ofTransitions("reading", REMITTANCE_TRANSITIONS),
        "What a payer says that his money covers. It books nothing: confirmed, it tells what the money pays when it lands, and for the days of the policy nobody chases what it names. A payment that is declared without a file is confirmed at once.",
      ),
    ],
    [
      "prepared-payment.md",
      page(
        "prepared payment",
        "`PREPARED_TRANSITIONS` in `packages/domain/src/payments/prepared-payment.ts`",
        ofTransitions("prepared", PREPARED_TRANSITIONS),
        "Where an account wants it so, a clerk prepares a payment and somebody else of the account releases it.",
      ),
    ],
  ]);

const page = (name: string, source: string, drawing: string, words: string): string =>
  `# A ${name}\n\nDrawn from ${source} by \`npm run states\`; a test compares the two.\n\n${drawing}\n\n${words}\n`;

const mermaid = (lines: readonly string[]): string =>
  ["```mermaid", "stateDiagram-v2", ...lines.map((line) => `  ${line}`), "```"].join("\n");

function ofMachine<State extends string>(machine: Machine<State>): string {
  const states = Object.keys(machine) as State[];
  return mermaid(states.flatMap((from) => machine[from].map((to) => `${from} --> ${to}`)));
}

function ofTransitions<State extends string, Event extends string>(
  first: State,
  table: Transitions<State, Event>,
): string {
  const events = Object.keys(table) as Event[];
  const ways = events.flatMap((event) =>
    Object.entries(table[event].from).map(([from, to]) => `${from} --> ${String(to)}: ${event}`),
  );
  const rows = events.map((event) => `| ${event} | ${whoMay(table[event].by)} |`);
  return [
    mermaid([`[*] --> ${first}`, ...ways]),
    "",
    "| event | who may let it happen |",
    "|---|---|",
    ...rows,
  ].join("\n");
}

/** The roles of an action, in words. */
function whoMay(action: keyof typeof permissionTable): string {
  const { contact = [], staff = [], worker = false } = permissionTable[action];
  const parts = [
    contact.length > 0 && `the customer's ${contact.join(", ")}`,
    staff.length > 0 && `our ${staff.map((role) => role.replaceAll("_", " ")).join(", ")}`,
    worker && "the system",
  ];
  return parts.filter(Boolean).join("; ");
}
