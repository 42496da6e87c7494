import { Button } from "@openitem/ui/button";
import { StatusMark } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import type { Document, Proposal } from "./match-draft.ts";
import { refreshCash } from "./refresh.ts";
import { useSignalWords } from "./signal-words.ts";
import type { Detail, Laid } from "./use-match.ts";

const NAMED = 4;

/** What speaks for the proposal that is laid out, and why a person has to look. */
export function Why({ proposal, waits }: { proposal: Proposal | undefined; waits: Laid["waits"] }) {
  const t = useTranslations("cash");
  const words = useSignalWords();
  return (
    <section className="cash-part" aria-label={t("why")}>
      <h2>{t("why")}</h2>
      <ul className="cash-signals">
        {proposal?.signals.map((signal) => (
          <li key={`${signal.code} ${JSON.stringify(signal.facts)}`} className="is-for">
            <StatusMark state="kept" /> <span>{words(signal)}</span>
          </li>
        ))}
        {waits.map((signal) => (
          <li key={`${signal.code} ${JSON.stringify(signal.facts)}`} className="is-against">
            <StatusMark state="broken" /> <span>{words(signal)}</span>
          </li>
        ))}
        {!proposal && waits.length === 0 && <li className="text-ink-2">{t("nothingFits")}</li>}
      </ul>
    </section>
  );
}

/** The proposals that were not taken, each with why, and matches that a person has undone. */
export function Rivals({
  laid,
  taken,
  onTake,
  documents,
  detail,
}: {
  laid: Laid;
  taken: number;
  onTake: (index: number) => void;
  documents: ReadonlyMap<string, Document>;
  detail: Detail;
}) {
  const t = useTranslations("cash");
  const words = useSignalWords();
  const { amount } = useFormats();
  const { currency } = detail.line;
  const rivals = laid.proposals
    .map((proposal, index) => ({ proposal, index }))
    .filter(({ index }) => index !== taken);
  if (rivals.length + detail.bars.length === 0) return null;
  return (
    <section className="cash-part" aria-label={t("rejected")}>
      <h2>{t("rejected")}</h2>
      <ul className="cash-rivals">
        {rivals.map(({ proposal, index }) => {
          const { applications, rejected } = proposal;
          const [first] = applications;
          const customer = first && documents.get(first.itemId)?.customerName;
          const minor = applications.reduce((sum, each) => sum + each.amountMinor, 0n);
          return (
            <li key={applications.map(({ itemId }) => itemId).join(" ")}>
              <StatusMark state="failed" />
              <p>
                <b>
                  {[
                    applications
                      .slice(0, NAMED)
                      .map(({ number }) => number)
                      .join(", "),
                    applications.length > NAMED && t("more", { count: applications.length - NAMED }),
                    customer,
                    amount(minor, currency),
                  ]
                    .filter(Boolean)
                    .join(", ")}
                </b>{" "}
                <span className="text-ink-2">{rejected ? words(rejected) : t("wasBest")}</span>
              </p>
              <Button
                variant="text"
                aria-label={t("useNumber", { number: first?.number ?? "" })}
                {...(index < 3 && { keyCap: String(index + 1) })}
                onClick={() => onTake(index)}
              >
                {t("useInstead")}
              </Button>
            </li>
          );
        })}
        {detail.bars.map((bar) => (
          <Bar key={bar.id} bar={bar} />
        ))}
      </ul>
    </section>
  );
}

/** A match that a person undid, with the way to let it be made again. */
export function Bar({ bar }: { bar: Detail["bars"][number] }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const sentence = useSentence();
  const lift = useMutation(api.cash.liftBar.mutationOptions({ onSettled: refreshCash }));
  return (
    <li>
      <StatusMark state="held" />
      <p>
        <b>{bar.number}</b>{" "}
        <span className="text-ink-2">
          {t("barred", { name: bar.setByName, at: format.moment(bar.setAt), reason: bar.reason })}
        </span>
        {lift.isError && (
          <span role="alert" className="block text-overdue">
            {sentence(lift.error)}
          </span>
        )}
      </p>
      <Button
        variant="text"
        aria-label={t("liftNumber", { number: bar.number })}
        aria-busy={lift.isPending}
        onClick={() => lift.mutate({ key: crypto.randomUUID(), barId: bar.id })}
      >
        {t("lift")}
      </Button>
    </li>
  );
}
