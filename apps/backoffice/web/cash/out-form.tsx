import { Button } from "@openitem/ui/button";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import { ElsewhereDialog } from "./elsewhere.tsx";
import { refreshCash } from "./refresh.ts";
import type { Detail } from "./use-match.ts";

/** Money that went out: the refund it was, or something that is no customer's. */
export function OutForm({ detail: { line } }: { detail: Detail }) {
  const t = useTranslations("cash");
  const toast = useToast();
  const sentence = useSentence();
  const may = useMay("bank.decide");
  const [text, setText] = useState("");
  const [asking, setAsking] = useState(false);
  const search = text.trim();
  const found = useQuery(
    api.search.jump.queryOptions(
      { text: search },
      { enabled: search.length >= 2, placeholderData: keepPreviousData },
    ),
  ).data;
  const refunds = found?.documents.filter(({ kind }) => kind === "refund") ?? [];
  const tie = useMutation(
    api.bank.tieRefund.mutationOptions({
      onSuccess: () => toast({ text: t("refundTied") }),
      onSettled: refreshCash,
    }),
  );
  if (!may) return null;
  return (
    <PaneSection title={t("outTitle")}>
      <div className="grid gap-2.5">
        <p className="text-ink-2">{t("outText")}</p>
        <SearchBox name="cash-refund" label={t("refundSearch")} value={text} onSearch={setText} />
        <ul className="cash-found">
          {refunds.map(({ id, number, customerName }) => (
            <li key={id}>
              <span>
                <b>{number}</b> {customerName}
              </span>
              <Button
                variant="text"
                onClick={() => tie.mutate({ key: crypto.randomUUID(), lineId: line.id, itemId: id })}
              >
                {t("tie")}
              </Button>
            </li>
          ))}
          {found && refunds.length === 0 && <li className="text-ink-2">{t("noRefund", { search })}</li>}
        </ul>
        {tie.isError && (
          <p role="alert" className="text-overdue">
            {sentence(tie.error)}
          </p>
        )}
        <div>
          <Button onClick={() => setAsking(true)}>{t("notOurs")}</Button>
        </div>
      </div>
      {asking && <ElsewhereDialog lineId={line.id} onClose={() => setAsking(false)} />}
    </PaneSection>
  );
}
