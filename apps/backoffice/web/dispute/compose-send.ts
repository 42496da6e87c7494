import { useMutation } from "@tanstack/react-query";
import { type ApiError, api } from "../api.ts";
import type { Draft } from "./compose.tsx";
import { useDispute } from "./dispute-context.ts";
import { refreshDisputes } from "./refresh.ts";

export type ComposeMode = "reply" | "ask" | "note" | "route";

/** Sends what was written, by the command of its mode. */
export function useSend(draft: Draft, { onSent, onRefused }: { onSent: () => void; onRefused: () => void }) {
  const { detail, rules } = useDispute();
  const after = {
    onSuccess: onSent,
    onError: (error: ApiError) => {
      if (error.data?.refusal) onRefused();
    },
    onSettled: refreshDisputes,
  };
  const commands = {
    reply: useMutation(api.disputes.reply.mutationOptions(after)),
    ask: useMutation(api.disputes.ask.mutationOptions(after)),
    note: useMutation(api.disputes.note.mutationOptions(after)),
  };
  const route = useMutation(api.disputes.route.mutationOptions(after));
  const { mode, body, files, id, title, dueOn, assigneeId } = draft;
  const disputeId = detail.dispute.id;
  const team = rules.teams.find((each) => each === draft.team) ?? "billing";
  const current = mode === "route" ? route : commands[mode];
  return {
    isPending: current.isPending,
    error: current.error,
    send() {
      if (mode === "route")
        route.mutate({
          disputeId,
          taskId: id,
          team,
          assigneeId: assigneeId || null,
          title: title.trim(),
          note: body.trim() || null,
          dueOn,
        });
      else
        commands[mode].mutate({
          disputeId,
          entryId: id,
          body: body.trim(),
          fileIds: files.map((file) => file.id),
        });
    },
  };
}
