import { addMethod, addMethodInput } from "@openitem/domain/autopay/add-method";
import { changeAutopay, changeAutopayInput } from "@openitem/domain/autopay/change-autopay";
import { revokeMethod, revokeMethodInput } from "@openitem/domain/autopay/revoke-method";
import { stopCharge, stopChargeInput } from "@openitem/domain/autopay/stop-charge";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { parseAmount } from "@openitem/ui/formats";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Problem } from "../../answer.ts";
import type { Viewer } from "../../context.ts";
import { withAccount } from "../account-address.ts";
import type { AutopayFault } from "./faults.ts";

/** What a form came to that was not done, with what was typed. */
export type NotDone = {
  intent: string;
  currency: string;
  faults: AutopayFault[];
  problem: Problem | null;
  typed: Record<string, string>;
};

type Sent = { typed: Record<string, string>; customerId: string };

const UNREADABLE = "This form could not be read. Nothing was changed. Reload the page and send it again.";

/** Turns autopay on or off, pauses it, adds or removes a method, or stops a charge; then on to where that is seen. */
export async function answerAutopay(viewer: Viewer, form: FormData, search: string) {
  const { ctx, account } = viewer;
  const typed = Object.fromEntries(
    [...form].filter((field): field is [string, string] => typeof field[1] === "string"),
  );
  const { intent = "", currency = "" } = typed;
  if (!account) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
  const notDone = (faults: AutopayFault[], problem: Problem | null): NotDone => ({
    intent,
    currency,
    faults,
    problem,
    typed,
  });
  const own = (href: string) => redirect(withAccount(href, search), 303);
  const sent = { typed, customerId: account.id };
  try {
    switch (intent) {
      case "on":
      case "pause":
      case "off": {
        const { faults, input } = readChange(viewer, sent);
        if (faults.length > 0) return data(notDone(faults, null), 422);
        await changeAutopay(ctx, read(changeAutopayInput, input));
        return own("/autopay");
      }
      case "add": {
        const input = { methodId: typed.key, customerId: account.id, currency };
        const { url } = await addMethod(ctx, read(addMethodInput, input));
        return redirect(url, 303);
      }
      case "remove":
        await revokeMethod(ctx, read(revokeMethodInput, { methodId: typed.methodId }));
        return own("/autopay#methods");
      case "stop":
        await stopCharge(ctx, read(stopChargeInput, { chargeId: typed.chargeId }));
        return own("/autopay");
      default:
        throw new Refusal("invalid", "autopay.unreadable", UNREADABLE);
    }
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === "missing") throw error;
    const { code, facts, message: sentence, kind } = error;
    return data(notDone([], { code, facts, sentence }), HTTP_STATUS[kind]);
  }
}

/** A command's input, or the refusal of one that no form of ours sends. */
function read<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const found = schema.safeParse(input);
  if (found.success) return found.data;
  throw new Refusal("invalid", "autopay.unreadable", UNREADABLE);
}

/** The change that a form asks for, and what is wrong at its fields. */
function readChange(
  { contact }: Viewer,
  { typed, customerId }: Sent,
): { faults: AutopayFault[]; input: unknown } {
  const { key, currency = "", seenAt = "" } = typed;
  const common = { key, customerId, currency, seenAt: seenAt ? new Date(seenAt) : null };
  if (typed.intent === "off") return { faults: [], input: { ...common, to: "off" } };
  const faults: AutopayFault[] = [];
  if (typed.intent === "pause") {
    const { reason = "", untilOn = "" } = typed;
    if (reason.trim().length < 3) faults.push({ field: "reason", code: "reason" });
    if (untilOn !== "" && !z.iso.date().safeParse(untilOn).success)
      faults.push({ field: "untilOn", code: "day" });
    return { faults, input: { ...common, to: "paused", reason, untilOn: untilOn || null } };
  }
  const { methodId = "", days = "", cap = "", agree = "" } = typed;
  if (!z.uuid().safeParse(methodId).success) faults.push({ field: "methodId", code: "method" });
  const daysBefore = /^\d{1,2}$/.test(days.trim()) ? Number(days) : -1;
  if (daysBefore < 0 || daysBefore > 60) faults.push({ field: "days", code: "days" });
  const amount = cap.trim() === "" ? null : parseAmount(cap, currency, contact.locale);
  if (amount && !amount.ok) faults.push({ field: "cap", code: "amount", fault: amount.reason });
  if (amount?.ok && amount.minor <= 0n) faults.push({ field: "cap", code: "capZero" });
  if (agree === "") faults.push({ field: "agree", code: "agree" });
  const capMinor = amount?.ok ? amount.minor : null;
  return { faults, input: { ...common, to: "on", methodId, daysBefore, capMinor, consentWords: agree } };
}
