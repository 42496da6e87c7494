import { Button } from "@openitem/ui/button";
import { type Definition, DefinitionList } from "@openitem/ui/definition-list";
import { Dialog } from "@openitem/ui/dialog";
import { DateField, SelectField, TextArea, TextField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshDisputes } from "../dispute/refresh.ts";
import { sendOnCtrlEnter } from "../dispute/send-key.ts";
import type { Team } from "../disputes/dispute-words.tsx";
import { useDraft } from "../drafts.ts";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import type { TaskRow } from "./tasks-page.tsx";

const TEAMS = ["collections", "billing", "sales", "legal", "finance"] as const satisfies Team[];

/** A task with who asked for what, and what can be done: answer it, hand it over, cancel it. */
export function TaskPane({ task }: { task: TaskRow }) {
  const t = useTranslations("tasks");
  const mayChange = useMay("task.change");
  return (
    <>
      <TaskFacts task={task} />
      {task.status === "open" &&
        (mayChange ? (
          <>
            <AnswerForm taskId={task.id} />
            <HandOver key={`${task.team} ${task.assigneeId} ${task.dueOn}`} task={task} />
          </>
        ) : (
          <PaneSection>
            <p className="text-ink-2">{t("notRole")}</p>
          </PaneSection>
        ))}
    </>
  );
}

function TaskFacts({ task }: { task: TaskRow }) {
  const t = useTranslations("tasks");
  const disputes = useTranslations("disputes");
  const format = useFormats();
  const text = (term: string, value: string | null): Definition[] =>
    value ? [{ term, value: <span className="said">{value}</span> }] : [];
  return (
    <PaneSection title={task.title}>
      <DefinitionList
        items={[
          ...text(t("note"), task.note),
          ...(task.subjectNumber
            ? [
                {
                  term: t("about"),
                  value:
                    task.subjectKind === "dispute" || task.subjectKind === "promise" ? (
                      <Link href={`/${task.subjectKind}s/${task.subjectId}`}>{task.subjectNumber}</Link>
                    ) : (
                      task.subjectNumber
                    ),
                },
              ]
            : []),
          {
            term: t("customer"),
            value: <Link href={`/customers/${task.customerId}`}>{task.customerName}</Link>,
          },
          { term: t("team"), value: disputes(`teams.${task.team}`) },
          { term: t("person"), value: task.assigneeName ?? t("anybody") },
          { term: t("due"), value: format.day(task.dueOn, { weekday: true }) },
          {
            term: t("askedBy"),
            value: (
              <>
                {task.createdByName} <span className="oi-unit">{format.moment(task.createdAt)}</span>
              </>
            ),
          },
          ...text(t("answered"), task.answer),
          ...(task.endedAt && task.endedByName
            ? [{ term: t("endedBy"), value: `${task.endedByName}, ${format.moment(task.endedAt)}` }]
            : []),
        ]}
      />
    </PaneSection>
  );
}

function AnswerForm({ taskId }: { taskId: string }) {
  const t = useTranslations("tasks");
  const toast = useToast();
  const sentence = useSentence();
  const [draft, change, forget] = useDraft(`task ${taskId}`, () => ({
    answer: "",
    key: crypto.randomUUID(),
  }));
  const answer = useMutation(
    api.tasks.answer.mutationOptions({
      onSuccess: () => {
        toast({ text: t("answerSent") });
        forget();
      },
      onError: (error) => error.data?.refusal && change({ key: crypto.randomUUID() }),
      onSettled: refreshDisputes,
    }),
  );
  return (
    <PaneSection title={t("answered")}>
      <form
        className="grid gap-2.5"
        noValidate
        onKeyDown={sendOnCtrlEnter}
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate({ key: draft.key, taskId, answer: draft.answer.trim() });
        }}
      >
        <TextArea
          name="task-answer"
          label={t("answer")}
          hint={t("answerHint")}
          rows={3}
          maxLength={4_000}
          value={draft.answer}
          error={answer.error?.data?.faults.find(({ field }) => field === "answer")?.message}
          onChange={(event) => change({ answer: event.target.value })}
        />
        {answer.isError && (
          <p role="alert" className="text-overdue">
            {sentence(answer.error)}
          </p>
        )}
        <div>
          <Button type="submit" variant="primary" keyCap="ctrl ↵" aria-busy={answer.isPending}>
            {t("sendAnswer")}
          </Button>
        </div>
      </form>
    </PaneSection>
  );
}

function HandOver({ task }: { task: TaskRow }) {
  const t = useTranslations("tasks");
  const disputes = useTranslations("disputes");
  const toast = useToast();
  const sentence = useSentence();
  const colleagues = useQuery(api.colleagues.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const [team, setTeam] = useState<Team>(task.team);
  const [assigneeId, setAssigneeId] = useState(task.assigneeId ?? "");
  const [dueOn, setDueOn] = useState(task.dueOn);
  const [cancelling, setCancelling] = useState(false);
  const assign = useMutation(
    api.tasks.assign.mutationOptions({
      onSuccess: () => toast({ text: t("saved") }),
      onSettled: refreshDisputes,
    }),
  );
  return (
    <PaneSection title={t("handOver")}>
      <form
        className="grid gap-2.5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          assign.mutate({
            key: crypto.randomUUID(),
            taskId: task.id,
            team,
            assigneeId: assigneeId || null,
            dueOn,
          });
        }}
      >
        <SelectField
          name="task-team"
          label={t("team")}
          value={team}
          options={TEAMS.map((value) => ({ value, label: disputes(`teams.${value}`) }))}
          onChange={(event) => setTeam(TEAMS.find((each) => each === event.target.value) ?? team)}
        />
        <SelectField
          name="task-person"
          label={t("person")}
          value={assigneeId}
          options={[
            { value: "", label: t("anybody") },
            ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => setAssigneeId(event.target.value)}
        />
        <DateField
          name="task-due"
          label={t("due")}
          value={dueOn}
          onChange={(event) => setDueOn(event.target.value)}
        />
        {assign.isError && (
          <p role="alert" className="text-overdue">
            {sentence(assign.error)}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" aria-busy={assign.isPending}>
            {t("save")}
          </Button>
          <Button variant="danger" onClick={() => setCancelling(true)}>
            {t("cancel")}
          </Button>
        </div>
      </form>
      {cancelling && <CancelDialog taskId={task.id} onClose={() => setCancelling(false)} />}
    </PaneSection>
  );
}

function CancelDialog({ taskId, onClose }: { taskId: string; onClose: () => void }) {
  const t = useTranslations("tasks");
  const toast = useToast();
  const sentence = useSentence();
  const [key] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const cancel = useMutation(
    api.tasks.cancel.mutationOptions({
      onSuccess: () => {
        toast({ text: t("cancelled") });
        onClose();
      },
      onSettled: refreshDisputes,
    }),
  );
  return (
    <Dialog
      open
      title={t("cancelTitle")}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button
          variant="danger"
          aria-busy={cancel.isPending}
          onClick={() => cancel.mutate({ key, taskId, reason: reason.trim() })}
        >
          {t("cancel")}
        </Button>
      }
    >
      <div className="grid gap-3">
        <p>{t("cancelText")}</p>
        <TextField
          name="cancel-reason"
          label={t("cancelWhy")}
          maxLength={500}
          value={reason}
          error={cancel.error?.data?.faults.find(({ field }) => field === "reason")?.message}
          onChange={(event) => setReason(event.target.value)}
        />
        {cancel.isError && (
          <p role="alert" className="text-overdue">
            {sentence(cancel.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
