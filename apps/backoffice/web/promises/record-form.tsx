import { Button } from "@openitem/ui/button";
import { RadioList } from "@openitem/ui/choice";
import { TextArea } from "@openitem/ui/field";
import { formatAmount } from "@openitem/ui/formats";
import { PaneSection, Panes } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type Answers, api } from "../api.ts";
import { useDraft } from "../drafts.ts";
import { refreshPromises } from "../promise/refresh.ts";
import { Failed, useSentence } from "../shell/failure.tsx";
import { RecordDates } from "./record-dates.tsx";
import { type Choosable, RecordDocuments } from "./record-documents.tsx";
import { blankDraft, type RecordDraft, readDraft } from "./record-draft.ts";
import { RecordRules, type Weighed } from "./record-rules.tsx";
import { useWeighed } from "./use-weighed.ts";

type ItemRow = Answers["items"]["list"]["rows"][number];
const PAGE = 100;

const choosable = ({ id, number, dueOn, ...row }: ItemRow): Choosable => {
  const freeMinor = row.openMinor - row.inFlightMinor - row.disputedMinor - row.promisedMinor;
  return { itemId: id, number, dueOn, freeMinor: freeMinor > 0n ? freeMinor : 0n };
};

/** The form of a promise or plan: its documents on the left, dates, rules and the button on the right. */
export function RecordForm({
  customerId,
  currency,
  search,
}: {
  customerId: string;
  currency: string;
  search: string;
}) {
  const t = useTranslations("recordPromise");
  const { locale } = useFormats();
  const sentence = useSentence();
  const [draft, change, forget] = useDraft<RecordDraft>(`record ${customerId} ${currency}`, blankDraft);
  const [tried, setTried] = useState(false);
  const read = readDraft(draft, currency, locale);
  const weighing = useWeighed({ customerId, currency, ...read.wish });
  const send = useSend(draft, forget, () => change({ id: crypto.randomUUID() }));
  const weighed = weighing.data;
  const isRequest = draft.kind === "word" && (weighed?.beyond.length ?? 0) > 0;
  const submit = () => {
    setTried(true);
    if (!read.isWhole) return;
    const terms = {
      promiseId: draft.id,
      customerId,
      currency,
      ...read.wish,
      note: draft.note.trim() || null,
    };
    if (draft.kind === "plan") send.propose.mutate(terms);
    else send.record.mutate({ ...terms, asRequest: isRequest });
  };
  const failed = send.record.error ?? send.propose.error;
  const whole = weighed?.problems.find(({ at }) => at.part === "documents");
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Panes
        sideLabel={t("dates")}
        side={
          <>
            <PaneSection title={t("title")}>
              <RadioList
                name="record-kind"
                legend={t("kind")}
                legendHidden
                defaultValue={draft.kind}
                choices={[
                  { value: "word", label: t("word"), hint: t("wordHint") },
                  { value: "plan", label: t("plan"), hint: t("planHint") },
                ]}
                onChange={(kind) => change({ kind: kind === "plan" ? "plan" : "word" })}
              />
            </PaneSection>
            <RecordDates
              read={read}
              currency={currency}
              weighed={weighed}
              tried={tried}
              onDates={(dates) => change({ dates })}
            />
            {weighed && <RecordRules weighed={weighed} kind={draft.kind} currency={currency} />}
            <PaneSection>
              <div className="grid gap-3">
                <TextArea
                  name="record-note"
                  label={t("note")}
                  hint={t("noteHint")}
                  rows={2}
                  maxLength={1_000}
                  optional
                  value={draft.note}
                  onChange={({ target }) => change({ note: target.value })}
                />
                {tried && whole && (
                  <p role="alert" className="text-overdue">
                    {whole.sentence}
                  </p>
                )}
                {failed && (
                  <p role="alert" className="text-overdue">
                    {sentence(failed)}
                  </p>
                )}
                {weighing.isError && <Failed error={weighing.error} onRetry={() => weighing.refetch()} />}
                <div>
                  <Button
                    type="submit"
                    variant="primary"
                    aria-busy={send.record.isPending || send.propose.isPending}
                  >
                    {t(draft.kind === "plan" ? "propose" : isRequest ? "request" : "record")}
                  </Button>
                </div>
              </div>
            </PaneSection>
          </>
        }
      >
        <ChooseDocuments
          customerId={customerId}
          currency={currency}
          search={search}
          draft={draft}
          change={change}
          weighed={weighed}
        />
      </Panes>
    </form>
  );
}

/** Both ways to send it; refused, what was typed stays and the next try counts as another. */
function useSend({ kind }: RecordDraft, forget: () => void, onRefused: () => void) {
  const t = useTranslations("recordPromise");
  const toast = useToast();
  const router = useRouter();
  const outcome = {
    onSuccess: ({ promiseId, number, status }: Answers["promises"]["record"]) => {
      toast({
        text: t(status === "active" ? "stands" : kind === "plan" ? "proposed" : "requested", { number }),
      });
      forget();
      router.history.push(`/promises/${promiseId}`);
    },
    onError: onRefused,
    onSettled: refreshPromises,
  };
  return {
    record: useMutation(api.promises.record.mutationOptions(outcome)),
    propose: useMutation(api.promises.propose.mutationOptions(outcome)),
  };
}

function ChooseDocuments({
  customerId,
  currency,
  search,
  draft,
  change,
  weighed,
}: {
  customerId: string;
  currency: string;
  search: string;
  draft: RecordDraft;
  change: (over: Partial<RecordDraft> | ((before: RecordDraft) => Partial<RecordDraft>)) => void;
  weighed: Weighed | undefined;
}) {
  const t = useTranslations("recordPromise");
  const format = useFormats();
  const read = readDraft(draft, currency, format.locale);
  const list = useInfiniteQuery(
    api.items.list.infiniteQueryOptions(
      { customerIds: [customerId], state: "open", currency, search: search || null, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: keepPreviousData },
    ),
  );
  if (list.isError) return <Failed error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <p className="p-4 text-ink-2">{t("loading")}</p>;
  const found = list.data.pages.flatMap((page) => page.rows).map(choosable);
  const here = new Set(found.map(({ itemId }) => itemId));
  const known = new Map(weighed?.documents.map((each) => [each.id, each.promisableMinor]));
  // What was chosen stays in sight when the search is about something else.
  const elsewhere = draft.documents
    .filter(({ itemId }) => !here.has(itemId))
    .map(({ itemId, number, dueOn }) => ({ itemId, number, dueOn, freeMinor: null }));
  const rows = [...elsewhere, ...found].map((row) => ({
    ...row,
    freeMinor: known.get(row.itemId) ?? row.freeMinor,
  }));
  const tick = ({ itemId, number, dueOn, freeMinor }: Choosable) =>
    change(({ documents }) => ({
      documents: documents.some((each) => each.itemId === itemId)
        ? documents.filter((each) => each.itemId !== itemId)
        : [
            ...documents,
            { itemId, number, dueOn, amount: formatAmount(freeMinor ?? 0n, currency, format.locale) },
          ],
    }));
  const faultOf = (itemId: string) => {
    const parsed = read.documents.find((each) => each.itemId === itemId)?.parsed;
    if (parsed && !parsed.ok) return format.amountFault(parsed.reason, currency);
    return weighed?.problems.find(({ at }) => at.part === "document" && at.itemId === itemId)?.sentence;
  };
  return (
    <>
      <RecordDocuments
        rows={rows}
        read={read}
        currency={currency}
        faultOf={faultOf}
        empty={<p className="text-ink-2">{search ? t("noneFound", { search }) : t("nothing")}</p>}
        onTick={tick}
        onAmount={(itemId, amount) =>
          change(({ documents }) => ({
            documents: documents.map((each) => (each.itemId === itemId ? { ...each, amount } : each)),
          }))
        }
      />
      {list.hasNextPage && (
        <div className="p-3">
          <Button aria-busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}
