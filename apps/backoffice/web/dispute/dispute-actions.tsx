import { Button } from "@openitem/ui/button";
import { ActionMenu } from "@openitem/ui/menu";
import { useToast } from "@openitem/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useMay } from "../session.ts";
import { Failed } from "../shell/failure.tsx";
import { useDispute } from "./dispute-context.ts";
import { MergeDialog } from "./merge-dialog.tsx";
import { refreshDisputes } from "./refresh.ts";
import { SplitDialog } from "./split-dialog.tsx";

const QUEUE = "queue";

/** Who has a dispute, and what can be done to it as a whole. */
export function DisputeActions() {
  const t = useTranslations("dispute");
  const mayHandle = useMay("dispute.handle");
  const { can, assignee } = useDispute().detail;
  const [open, setOpen] = useState<"none" | "merge" | "split">("none");
  const { take, assign, colleagues } = useAssignment();
  if (!mayHandle) return <span className="oi-unit">{assignee?.name ?? t("nobody")}</span>;
  const more = can.rearrange
    ? [
        { id: "merge", label: t("doMerge") },
        { id: "split", label: t("doSplit") },
      ]
    : [];
  return (
    <>
      {take.isError && <Failed error={take.error} />}
      {assign.isError && <Failed error={assign.error} />}
      {(can.take || !assignee) && can.write && (
        <Button onClick={() => take.run()} aria-busy={take.isPending}>
          {t("take")}
        </Button>
      )}
      {can.write && (
        <ActionMenu
          face={assignee?.name ?? t("nobody")}
          label={t("assign")}
          actions={[
            ...(assignee ? [{ id: QUEUE, label: t("giveBack") }] : []),
            ...colleagues
              .filter(({ id, handlesDisputes }) => handlesDisputes && id !== assignee?.id)
              .map(({ id, name }) => ({ id, label: name })),
          ]}
          onAction={(id) => assign.run(id === QUEUE ? null : id)}
        />
      )}
      {more.length > 0 && (
        <ActionMenu
          face={t("more")}
          label={t("more")}
          actions={more}
          onAction={(id) => setOpen(id === "merge" ? "merge" : "split")}
        />
      )}
      {open === "merge" && <MergeDialog onClose={() => setOpen("none")} />}
      {open === "split" && <SplitDialog onClose={() => setOpen("none")} />}
    </>
  );
}

function useAssignment() {
  const t = useTranslations("dispute");
  const toast = useToast();
  const { dispute } = useDispute().detail;
  const disputeId = dispute.id;
  const colleagues = useQuery(api.colleagues.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const take = useMutation(
    api.disputes.take.mutationOptions({
      onSuccess: () => toast({ text: t("taken") }),
      onSettled: refreshDisputes,
    }),
  );
  const assign = useMutation(
    api.disputes.assign.mutationOptions({
      onSuccess: ({ assigneeId }) => {
        const name = colleagues.find(({ id }) => id === assigneeId)?.name;
        toast({ text: name ? t("assigned", { name }) : t("given") });
      },
      onSettled: refreshDisputes,
    }),
  );
  return {
    colleagues,
    take: { ...take, run: () => take.mutate({ disputeId, seenAssigneeId: dispute.assigneeId }) },
    assign: { ...assign, run: (assigneeId: string | null) => assign.mutate({ disputeId, assigneeId }) },
  };
}
