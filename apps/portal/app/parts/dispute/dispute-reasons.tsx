import { FieldError, TextField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import { fieldName } from "./draft.ts";
import { useDisputeWords } from "./use-dispute-words.tsx";
import type { DisputeForm, FormReason } from "./view.ts";

const ID = "field-reason";

/** Fields that each line has for itself where lines are disputed. */
const OF_LINES: readonly string[] = ["expected_price", "expected_quantity"];

/** The reasons, and under the chosen one its guide: what to fill in, what proof helps, who answers by when. */
export function DisputeReasons({
  view,
  wordsAt,
}: {
  view: DisputeForm;
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("disputeForm");
  const words = useDisputeWords();
  const error = wordsAt("reason");
  return (
    <fieldset
      id={ID}
      tabIndex={-1}
      className="grid grid-flow-row-dense gap-x-6 md:grid-cols-2"
      aria-describedby={error === undefined ? undefined : `${ID}-error`}
    >
      <legend className="oi-hidden">{t("reason")}</legend>
      {view.reasons.map((reason) => (
        <div key={reason.code} className="dispute-reason contents">
          <label className="flex min-h-10 cursor-pointer items-start gap-2.5 py-2.5 text-md max-md:min-h-11">
            <input
              type="radio"
              className="oi-radio mt-px"
              name="reason"
              value={reason.code}
              autoComplete="off"
              defaultChecked={view.draft.reason === reason.code}
            />
            {words.reason(reason.code)}
          </label>
          <Guide reason={reason} view={view} wordsAt={wordsAt} />
        </div>
      ))}
      {error !== undefined && (
        <div className="col-span-full">
          <FieldError id={`${ID}-error`}>{error}</FieldError>
        </div>
      )}
    </fieldset>
  );
}

function Guide({
  reason: { code, facts, proof, team, answerOn, answerLargeOn },
  view: { draft, largeFromMinor, currency },
  wordsAt,
}: {
  reason: FormReason;
  view: DisputeForm;
  wordsAt: (name: string) => string | undefined;
}) {
  const t = useTranslations("disputeForm");
  const words = useDisputeWords();
  const format = useFormats();
  const day = (iso: string) => format.day(iso, { weekday: true });
  // What was billed stands on the document itself.
  const fields = facts.filter((field) => field !== "billed_price");
  const answer = { team: words.team(team), day: day(answerOn) };
  return (
    <div className="dispute-guide col-span-full mb-2 border-s-2 border-rule-2 ps-4">
      {fields.map((field) => {
        const name = fieldName.fact(code, field);
        const isNumber = OF_LINES.includes(field);
        return (
          <div key={field} className={isNumber ? "dispute-unless-lines mb-3 max-w-md" : "mb-3 max-w-md"}>
            <TextField
              name={name}
              label={words.fact(field)}
              maxLength={200}
              autoComplete="off"
              {...(isNumber && { inputMode: "decimal" as const })}
              defaultValue={draft.facts[`${code}.${field}`]}
              error={wordsAt(name)}
            />
          </div>
        );
      })}
      <p className="text-md text-ink-2">
        {proof !== "none" && words.proof(code)} {proof === "required" && t("proofRequired")}{" "}
        {answerOn === answerLargeOn
          ? t("answers", answer)
          : t("answersLarge", {
              ...answer,
              amount: format.amount(largeFromMinor, currency),
              large: day(answerLargeOn),
            })}{" "}
        {t("nextClock")}
      </p>
    </div>
  );
}
