import { Button } from "@openitem/ui/button";
import { DateField, SelectField, TextArea, TextField } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useDraft } from "../drafts.ts";
import { dayAfter } from "../lists/days.ts";
import { useMay, useSignedIn } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import { AttachFiles } from "./attach-files.tsx";
import { type ComposeMode, useSend } from "./compose-send.ts";
import { useDispute } from "./dispute-context.ts";
import { sendOnCtrlEnter } from "./send-key.ts";
import type { AddedFile } from "./upload.ts";

const MODES = ["reply", "ask", "note", "route"] as const satisfies ComposeMode[];
/** A team has so many days unless the person says otherwise. */
const ROUTE_DAYS = 2;
const KEYS: Readonly<Partial<Record<ComposeMode, string>>> = { ask: "a", note: "n", route: "r" };

export type Draft = {
  mode: ComposeMode;
  body: string;
  files: readonly AddedFile[];
  /** Of the entry or task it will be: sending twice is once. */
  id: string;
  team: string;
  assigneeId: string;
  title: string;
  dueOn: string;
};

/** Writes to the customer, asks him, notes something inside, or routes to a team. `wanted` is the mode a key chose. */
export function Compose({ wanted }: { wanted: { mode: ComposeMode; at: number } | null }) {
  const t = useTranslations("dispute");
  const { detail, rules } = useDispute();
  const { dispute, can } = detail;
  const { today } = useSignedIn();
  const team = rules.reasons.find(({ code }) => code === dispute.reason)?.team ?? "billing";
  const [draft, change, forget] = useDraft<Draft>(`compose ${dispute.id}`, () => ({
    mode: can.write ? "reply" : "note",
    body: "",
    files: [],
    id: crypto.randomUUID(),
    team,
    assigneeId: "",
    title: "",
    dueOn: dayAfter(today, ROUTE_DAYS),
  }));
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!wanted) return;
    change({ mode: wanted.mode });
  }, [wanted, change]);
  const { mode } = draft;
  useEffect(() => {
    // Only once the fields of the mode are there.
    if (wanted?.mode === mode) box.current?.querySelector<HTMLElement>("textarea, input[type=text]")?.focus();
  }, [wanted, mode]);
  const toast = useToast();
  const sentence = useSentence();
  const send = useSend(draft, {
    onSent: () => {
      toast({ text: t(`sent.${draft.mode}`) });
      forget();
    },
    // After a definite no, what is sent next is another wish.
    onRefused: () => change({ id: crypto.randomUUID() }),
  });
  const mayHandle = useMay("dispute.handle");
  if (!mayHandle)
    return (
      <PaneSection>
        <p className="text-ink-2">{t("notHandler")}</p>
      </PaneSection>
    );
  const blocked =
    mode === "reply" && !can.write
      ? t("cannot.reply")
      : mode === "ask" && !can.ask
        ? t("cannot.ask")
        : mode === "route" && !can.route
          ? t("cannot.route")
          : undefined;
  return (
    <form
      ref={box}
      className="border-b border-rule px-4 py-2.5"
      aria-label={t("compose")}
      noValidate
      onKeyDown={sendOnCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        if (!blocked && !send.isPending) send.send();
      }}
    >
      <fieldset className="modes">
        <legend className="oi-hidden">{t("modeLabel")}</legend>
        {MODES.map((each) => (
          <Button
            key={each}
            variant={each === mode ? "outlined" : "text"}
            aria-pressed={each === mode}
            {...(KEYS[each] && { keyCap: KEYS[each] })}
            onClick={() => change({ mode: each })}
          >
            {t(`modes.${each}`)}
          </Button>
        ))}
      </fieldset>
      <div className={mode === "note" ? "compose is-note" : "compose"}>
        {mode === "route" && <RouteFields draft={draft} change={change} />}
        <TextArea
          name="words"
          label={t(`words.${mode}`)}
          hint={t(`hints.${mode}`)}
          rows={mode === "route" ? 2 : 4}
          maxLength={10_000}
          value={draft.body}
          optional={mode === "route"}
          onChange={(event) => change({ body: event.target.value })}
        />
        {mode !== "route" && (
          <AttachFiles
            files={draft.files}
            onChange={(next) => change((now) => ({ files: next(now.files) }))}
          />
        )}
        {send.error != null && (
          <p role="alert" className="text-overdue">
            {sentence(send.error)}
          </p>
        )}
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" keyCap="ctrl ↵" aria-busy={send.isPending} disabledReason={blocked}>
            {t(`send.${mode}`)}
          </Button>
        </div>
      </div>
    </form>
  );
}

function RouteFields({ draft, change }: { draft: Draft; change: (over: Partial<Draft>) => void }) {
  const t = useTranslations("dispute");
  const disputes = useTranslations("disputes");
  const { rules } = useDispute();
  const colleagues = useQuery(api.colleagues.list.queryOptions()).data ?? [];
  const team = rules.teams.find((each) => each === draft.team) ?? "billing";
  return (
    <>
      <TextField
        name="task-title"
        label={t("taskTitle")}
        maxLength={200}
        value={draft.title}
        autoComplete="off"
        onChange={(event) => change({ title: event.target.value })}
      />
      <div className="grid grid-cols-2 gap-2">
        <SelectField
          name="team"
          label={t("team")}
          value={team}
          options={rules.teams.map((value) => ({ value, label: disputes(`teams.${value}`) }))}
          onChange={(event) => change({ team: event.target.value, assigneeId: "" })}
        />
        <SelectField
          name="person"
          label={t("person")}
          value={draft.assigneeId}
          options={[
            { value: "", label: t("anybody") },
            ...colleagues
              .filter(({ teams }) => teams.includes(team))
              .map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => change({ assigneeId: event.target.value })}
        />
      </div>
      <DateField
        name="due"
        label={t("due")}
        value={draft.dueOn}
        onChange={(event) => change({ dueOn: event.target.value })}
      />
    </>
  );
}
