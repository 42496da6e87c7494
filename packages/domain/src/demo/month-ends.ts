import { beginClose } from "../close/begin-close.ts";
import { closePeriod } from "../close/close-period.ts";
import { noteCheck } from "../close/note-check.ts";
import { readClose } from "../close/read-close.ts";
import { signCheck } from "../close/sign-check.ts";
import { invariant } from "../kernel/refusal.ts";
import { ENTITIES } from "./company.ts";
import { demoId } from "./demo-id.ts";
import { asStaff, type Stage } from "./stage.ts";

/* Months of the books in Berlin: one is closed, and the last one is not begun. */

const ENTITY = ENTITIES.DE01;

const NOTES: Readonly<Partial<Record<string, string>>> = {
  unapplied_cash: "Sums from before the change of systems; their payers are asked for the advice.",
  large_disputes: "Known to sales; the answers are expected within the month.",
};

/** Closes the month before the last: finance explains and signs what is left, the manager closes. */
export async function closeMonth(stage: Stage): Promise<void> {
  const { calendar } = stage;
  const month = Temporal.PlainDate.from(calendar.day(-1))
    .toPlainYearMonth()
    .subtract({ months: 2 })
    .toString();
  const at = (time: string) => calendar.at(-1, time);
  const ingrid = asStaff(stage, "ingrid", at("16:00"));
  const view = () => readClose(ingrid, { entity: ENTITY.code, month });
  if ((await view()).period.status === "closed") return;
  await beginClose(ingrid, { key: demoId(`close:${month}`), legalEntityId: ENTITY.id, month });
  const { period, checks } = await view();
  const { id: periodId } = period;
  invariant(periodId, "a month that was begun is there");
  for (const { check, state, rule, figure, note } of checks) {
    if (state !== "needs_note" && state !== "to_sign") continue;
    const said = { periodId, check };
    if (rule === "explained" && note === null)
      await noteCheck(asStaff(stage, "ingrid", at("16:10")), {
        ...said,
        key: demoId(`note:${month}:${check}`),
        note: NOTES[check] ?? "Looked through; nothing is missing.",
        ownerId: null,
      });
    await signCheck(asStaff(stage, "ingrid", at("16:20")), {
      ...said,
      key: demoId(`sign:${month}:${check}`),
      figure,
    });
  }
  await closePeriod(asStaff(stage, "marcus", at("17:00")), { key: demoId(`closed:${month}`), periodId });
}
