import { Button } from "@openitem/ui/button";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useSentence } from "../shell/failure.tsx";
import { refreshCash } from "./refresh.ts";

const UNDER_WAY = ["queued", "running", "stopping"];
const SOON_MS = 1_000;
const LATER_MS = 20_000;

/** Starts the engine over all lines that wait, shows how far it is, stops it and lets it go on. */
export function RunControl({ account }: { account: string }) {
  const t = useTranslations("cash");
  const format = useFormats();
  const sentence = useSentence();
  const run = useQuery(
    api.cash.run.queryOptions(undefined, {
      refetchInterval: ({ state }) =>
        state.data && UNDER_WAY.includes(state.data.status) ? SOON_MS : LATER_MS,
    }),
  ).data;
  const onSettled = refreshCash;
  const start = useMutation(api.cash.startRun.mutationOptions({ onSettled }));
  const stop = useMutation(api.cash.stopRun.mutationOptions({ onSettled }));
  const resume = useMutation(api.cash.resumeRun.mutationOptions({ onSettled }));
  const isUnderWay = run != null && UNDER_WAY.includes(run.status);
  // When a run ends, what it made of the lines is read anew.
  const was = useRef(isUnderWay);
  useEffect(() => {
    if (was.current && !isUnderWay) void refreshCash();
    was.current = isUnderWay;
  }, [isUnderWay]);
  const error = start.error ?? stop.error ?? resume.error;
  const counts = run && {
    done: format.count(run.done),
    total: format.count(run.total),
    applied: format.count(run.applied),
    proposed: format.count(run.proposed),
  };
  return (
    <div className="cash-run">
      <span role="status" className="text-ink-2">
        {run && counts && (
          <>
            {isUnderWay && run.total > 0 && (
              <progress max={run.total} value={run.done} aria-label={t("runProgress")} />
            )}{" "}
            {t(`run.${run.status}`, counts)}
          </>
        )}
      </span>
      {error && (
        <span role="alert" className="text-overdue">
          {sentence(error)}
        </span>
      )}
      {run && isUnderWay ? (
        <Button
          aria-disabled={run.status === "stopping"}
          onClick={() =>
            run.status !== "stopping" && stop.mutate({ key: crypto.randomUUID(), runId: run.id })
          }
        >
          {t("stopRun")}
        </Button>
      ) : (
        <>
          {run && (run.status === "stopped" || run.status === "failed") && (
            <Button onClick={() => resume.mutate({ key: crypto.randomUUID(), runId: run.id })}>
              {t("resumeRun")}
            </Button>
          )}
          <Button
            aria-busy={start.isPending}
            onClick={() => start.mutate({ key: crypto.randomUUID(), bankAccountId: account || null })}
          >
            {t("startRun")}
          </Button>
        </>
      )}
    </div>
  );
}
