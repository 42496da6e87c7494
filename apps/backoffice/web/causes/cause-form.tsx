import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { DateField, SelectField, TextArea, TextField } from "@openitem/ui/field";
import { useToast } from "@openitem/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { type ApiError, api } from "../api.ts";
import { refreshDisputes } from "../dispute/refresh.ts";
import { sendOnCtrlEnter } from "../dispute/send-key.ts";
import { useReasonName } from "../disputes/dispute-words.tsx";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import type { CauseRow } from "./cause-list.tsx";

/** Names a cause, or changes one: owner, corrective action, its day, and whether it is fixed. */
export function CauseForm({ cause }: { cause: CauseRow | null }) {
  const t = useTranslations("causes");
  const toast = useToast();
  const sentence = useSentence();
  const reasonName = useReasonName();
  const reasons = useQuery(api.disputes.rules.queryOptions()).data?.reasons ?? [];
  const colleagues = useQuery(api.colleagues.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const [draft, change, forget] = useDraft(`cause ${cause?.id ?? "new"}`, () => ({
    key: crypto.randomUUID(),
    title: cause?.title ?? "",
    reason: cause?.reason ?? "",
    product: cause?.product ?? "",
    ownerId: cause?.ownerId ?? "",
    action: cause?.action ?? "",
    actionDueOn: cause?.actionDueOn ?? "",
    fixed: cause?.status === "fixed",
  }));
  const after = (words: string) => ({
    onSuccess: async () => {
      toast({ text: words });
      await refreshDisputes();
      forget();
    },
    onError: (error: ApiError) => {
      if (error.data?.refusal) change({ key: crypto.randomUUID() });
    },
  });
  const create = useMutation(api.causes.create.mutationOptions(after(t("created"))));
  const save = useMutation(api.causes.change.mutationOptions(after(t("saved"))));
  const current = cause ? save : create;
  const faultOf = (field: string) =>
    current.error?.data?.faults.find((fault) => fault.field === field)?.message;
  return (
    <form
      className="grid gap-2.5"
      noValidate
      onKeyDown={sendOnCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        const fields = {
          title: draft.title.trim(),
          reason: draft.reason || null,
          product: draft.product.trim() || null,
          ownerId: draft.ownerId || null,
          action: draft.action.trim() || null,
          actionDueOn: draft.actionDueOn || null,
        };
        if (cause) save.mutate({ key: draft.key, causeId: cause.id, ...fields, fixed: draft.fixed });
        else create.mutate({ causeId: draft.key, ...fields });
      }}
    >
      <TextField
        name="cause-title"
        label={t("causeTitle")}
        hint={t("causeTitleHint")}
        maxLength={200}
        autoComplete="off"
        value={draft.title}
        error={faultOf("title")}
        onChange={(event) => change({ title: event.target.value })}
      />
      <SelectField
        name="cause-reason"
        label={t("reason")}
        optional
        value={draft.reason}
        options={[
          { value: "", label: t("anyReason") },
          ...reasons.map(({ code }) => ({ value: code, label: reasonName(code) })),
        ]}
        onChange={(event) => change({ reason: event.target.value })}
      />
      <TextField
        name="cause-product"
        label={t("product")}
        maxLength={100}
        optional
        value={draft.product}
        error={faultOf("product")}
        onChange={(event) => change({ product: event.target.value })}
      />
      <SelectField
        name="cause-owner"
        label={t("owner")}
        optional
        value={draft.ownerId}
        options={[
          { value: "", label: t("nobody") },
          ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => change({ ownerId: event.target.value })}
      />
      <TextArea
        name="cause-action"
        label={t("action")}
        hint={t("actionHint")}
        rows={3}
        maxLength={1_000}
        optional
        value={draft.action}
        error={faultOf("action")}
        onChange={(event) => change({ action: event.target.value })}
      />
      <DateField
        name="cause-due"
        label={t("actionDue")}
        optional
        value={draft.actionDueOn}
        error={faultOf("actionDueOn")}
        onChange={(event) => change({ actionDueOn: event.target.value })}
      />
      {cause && (
        <CheckboxField
          name="cause-fixed"
          label={t("fixed")}
          hint={t("fixedHint")}
          checked={draft.fixed}
          onChange={(event) => change({ fixed: event.target.checked })}
        />
      )}
      {current.isError && (
        <p role="alert" className="text-overdue">
          {sentence(current.error)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" keyCap="ctrl ↵" aria-busy={current.isPending}>
          {t(cause ? "save" : "create")}
        </Button>
      </div>
    </form>
  );
}
