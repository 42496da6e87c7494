import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { changeRemittance } from "@openitem/domain/remittances/change-remittance";
import { confirmRemittance } from "@openitem/domain/remittances/confirm-remittance";
import { readRemittanceDetail } from "@openitem/domain/remittances/read-remittance";
import { withdrawRemittance } from "@openitem/domain/remittances/withdraw-remittance";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Problem } from "../../answer.ts";
import type { Viewer } from "../../context.ts";
import { withAccount } from "../account-address.ts";
import { typedIn } from "./field-names.ts";
import { type Change, type Faults, readReview } from "./review-form.ts";

const envelope = z.object({
  intent: z.string().max(100),
  key: z.uuid(),
  seen: z.string().max(100),
});

const UNREADABLE = "This form could not be read. Nothing was changed. Reload the page and send it again.";

/** What was typed and not kept, and why. */
export type Unsaved = { typed: Record<string, string>; faults: Faults; problem: Problem | null };

/** What is sent on the page of a remittance. What is refused comes back with everything that was typed. */
export async function answerReview(viewer: Viewer, remittanceId: string, form: FormData, address: URL) {
  const { ctx, contact } = viewer;
  const typed = typedIn(form);
  const sent = envelope.safeParse(typed);
  if (!sent.success) throw new Refusal("invalid", "remittance.unreadable_form", UNREADABLE);
  const { intent, key, seen } = sent.data;
  const [verb = "", which = "", what = ""] = intent.split(".");
  const to = (path: string) => redirect(withAccount(path, address.search), 303);
  const here = `/remittances/${remittanceId}`;
  const refused = (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message: sentence, kind } = error;
    const unsaved: Unsaved = { typed, faults: {}, problem: { code, facts, sentence } };
    return data(unsaved, HTTP_STATUS[kind]);
  };
  if (verb === "withdraw") {
    try {
      await withdrawRemittance(ctx, { remittanceId, key });
      return to(`${here}?done=withdrawn`);
    } catch (error) {
      return refused(error);
    }
  }
  const { remittance, lines } = await readRemittanceDetail(ctx, remittanceId);
  const currency = remittance.currency ?? "";
  const { change, faults } = readReview(typed, { currency, locale: contact.locale, lines });
  if (Object.keys(faults).length > 0) return data({ typed, faults, problem: null } satisfies Unsaved, 422);
  let saved: { seen: string };
  try {
    saved = await changeRemittance(ctx, {
      remittanceId,
      key,
      seen,
      change: withButton(change, verb, which, what),
    });
  } catch (error) {
    return refused(error);
  }
  const place = pageOf(address);
  switch (verb) {
    case "save":
      return to(`/remittances?saved=${remittance.number}`);
    case "edit":
      return to(`${here}?${new URLSearchParams({ ...place, line: which })}#line-${which}`);
    case "add":
      return to(`${here}?${new URLSearchParams({ ...place, line: "new" })}#line-new`);
    case "confirm":
      try {
        await confirmRemittance(ctx, { remittanceId, key, seen: saved.seen });
        return to(`${here}?done=confirmed`);
      } catch (error) {
        // What was entered is saved; the page lists all that is still to be settled, not the first alone.
        if (error instanceof Refusal && error.kind === "invalid")
          return to(`${here}?${new URLSearchParams({ tried: "1" })}`);
        return refused(error);
      }
    default:
      return to(`${here}?${new URLSearchParams(place)}${which ? `#line-${which}` : ""}`);
  }
}

/** Which part of the lines is looked at stays so. */
function pageOf({ searchParams }: URL): Record<string, string> {
  return Object.fromEntries(
    ["show", "from"].flatMap((name) => {
      const value = searchParams.get(name);
      return value === null ? [] : [[name, value.slice(0, 20)]];
    }),
  );
}

/** The change with what a button of a line does beside. */
function withButton(change: Change, verb: string, which: string, what: string): Change {
  const lineNo = Number(which);
  if (!Number.isInteger(lineNo) || lineNo < 1) return change;
  const lines = change.lines ?? [];
  const own = lines.find((line) => line.lineNo === lineNo) ?? { lineNo };
  const others = lines.filter((line) => line.lineNo !== lineNo);
  const { number: _, ...rest } = own;
  switch (verb) {
    case "use":
      return z.uuid().safeParse(what).success
        ? { ...change, lines: [...others, { ...rest, itemId: what }] }
        : change;
    case "account":
      return { ...change, lines: [...others, { ...rest, onAccount: true }] };
    case "remove":
      return { ...change, lines: others, removed: [lineNo] };
    default:
      return change;
  }
}
