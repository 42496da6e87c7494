import { Button } from "@openitem/ui/button";
import { AmountField, TextField } from "@openitem/ui/field";
import { formatAmount, parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { useDraft } from "../drafts.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { useSentence } from "../shell/failure.tsx";
import type { UnappliedRow } from "./unapplied-page.tsx";

/** Gives money to another customer. */
export function TransferForm({ row }: { row: UnappliedRow }) {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { currency, receiptId } = row;
  const { locale } = format;
  const freeMinor = row.openMinor - row.reservedMinor;
  const blank = useCallback(
    () => ({
      amount: formatAmount(freeMinor, currency, locale),
      reason: "",
      toId: "",
      toName: "",
      key: crypto.randomUUID(),
    }),
    [freeMinor, currency, locale],
  );
  const [draft, change, forget] = useDraft(`transfer ${receiptId}`, blank);
  const [search, setSearch] = useState("");
  const found = useQuery(
    api.search.jump.queryOptions(
      { text: search },
      { enabled: search.length >= 2, placeholderData: keepPreviousData },
    ),
  ).data?.customers;
  const parsed = parseAmount(draft.amount, currency, locale);
  const minor = parsed.ok ? parsed.minor : 0n;
  const transfer = useMutation(
    api.cash.transfer.mutationOptions({
      onSuccess: () => {
        toast({ text: t("transferred", { name: draft.toName }) });
        forget();
      },
      onError: (error) => error.data?.refusal && change({ key: crypto.randomUUID() }),
      onSettled: refreshCash,
    }),
  );
  const faultOf = (field: string) =>
    transfer.error?.data?.faults.find((fault) => fault.field === field)?.message;
  return (
    <form
      className="grid gap-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!parsed.ok || draft.toId === "" || transfer.isPending) return;
        const { key, toId: toCustomerId, reason } = draft;
        transfer.mutate({
          key,
          creditId: receiptId,
          amountMinor: minor,
          toCustomerId,
          reason: reason.trim(),
        });
      }}
    >
      <p>
        <span className="text-ink-2">{t("transferTo")}</span> <b>{draft.toName || t("nobodyYet")}</b>
      </p>
      <SearchBox name="transfer-to" label={t("findCustomer")} value={search} onSearch={setSearch} />
      {search.length >= 2 && (
        <ul className="cash-found">
          {found
            ?.filter(({ id }) => id !== row.customerId)
            .map(({ id, name, number }) => (
              <li key={id}>
                <span>
                  <b>{name}</b> <span className="text-ink-3">{number}</span>
                </span>
                <Button
                  variant="text"
                  aria-label={t("chooseNamed", { name })}
                  onClick={() => {
                    change({ toId: id, toName: name });
                    setSearch("");
                  }}
                >
                  {t("chooseOne")}
                </Button>
              </li>
            ))}
        </ul>
      )}
      <AmountField
        name="transfer-amount"
        label={t("amount")}
        currency={currency}
        value={draft.amount}
        error={parsed.ok ? faultOf("amountMinor") : format.amountFault(parsed.reason, currency)}
        onChange={({ target }) => change({ amount: target.value })}
      />
      <TextField
        name="transfer-reason"
        label={cash("reason")}
        maxLength={200}
        value={draft.reason}
        error={faultOf("reason")}
        onChange={({ target }) => change({ reason: target.value })}
      />
      {transfer.isError && (
        <p role="alert" className="text-overdue">
          {sentence(transfer.error)}
        </p>
      )}
      <div>
        <Button
          type="submit"
          variant="primary"
          aria-disabled={draft.toId === ""}
          aria-busy={transfer.isPending}
        >
          {minor > 0n ? t("transfer", { amount: format.amount(minor, currency) }) : t("transferBare")}
        </Button>
      </div>
    </form>
  );
}
