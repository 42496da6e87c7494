import { Amount } from "@openitem/ui/amount";
import { Button } from "@openitem/ui/button";
import { formatAmount, parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { refreshCash } from "../cash/refresh.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { useSignedIn } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import type { UnappliedRow } from "./unapplied-page.tsx";

const SHOWN = 100;

/** Uses money on hand for open documents: the customer's own, or any that is looked for. */
export function ApplyForm({ row }: { row: UnappliedRow }) {
  const t = useTranslations("unapplied");
  const cash = useTranslations("cash");
  const format = useFormats();
  const toast = useToast();
  const sentence = useSentence();
  const { today } = useSignedIn();
  const { currency, customerId } = row;
  const [search, setSearch] = useState("");
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [key, setKey] = useState(() => crypto.randomUUID());
  const documents = useQuery(
    api.cash.findDocuments.queryOptions(
      search ? { currency, search, limit: 20 } : { currency, customerId, limit: SHOWN },
      { placeholderData: keepPreviousData },
    ),
  ).data;
  const freeMinor = row.openMinor - row.reservedMinor;
  const read = Object.entries(typed)
    .filter(([, text]) => text.trim() !== "")
    .map(([itemId, text]) => ({ itemId, parsed: parseAmount(text, currency, format.locale) }));
  const usedMinor = read.reduce((sum, { parsed }) => sum + (parsed.ok ? parsed.minor : 0n), 0n);
  const isReadable = read.length > 0 && read.every(({ parsed }) => parsed.ok && parsed.minor > 0n);
  const ok = isReadable && usedMinor <= freeMinor;
  const apply = useMutation(
    api.cash.applyCredit.mutationOptions({
      onSuccess: () => {
        toast({ text: t("applied", { amount: format.amount(usedMinor, currency) }) });
        setTyped({});
        setKey(crypto.randomUUID());
      },
      onError: (error) => error.data?.refusal && setKey(crypto.randomUUID()),
      onSettled: refreshCash,
    }),
  );
  const fill = (itemId: string, openMinor: bigint) => {
    const left = freeMinor - usedMinor;
    const minor = left < openMinor ? left : openMinor;
    setTyped((now) => {
      const { [itemId]: before, ...others } = now;
      return before
        ? others
        : { ...others, [itemId]: formatAmount(minor > 0n ? minor : 0n, currency, format.locale) };
    });
  };
  return (
    <form
      className="grid gap-2.5"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!ok || apply.isPending) return;
        apply.mutate({
          key,
          creditId: row.receiptId,
          appliedOn: today,
          applyTo: read.flatMap(({ itemId, parsed }) =>
            parsed.ok ? [{ itemId, amountMinor: parsed.minor }] : [],
          ),
        });
      }}
    >
      <SearchBox name="unapplied-document" label={t("findDocument")} value={search} onSearch={setSearch} />
      <ul className="cash-found">
        {documents?.map((document) => (
          <li key={document.itemId}>
            <button
              type="button"
              className="oi-link-button"
              onClick={() => fill(document.itemId, document.freeMinor)}
            >
              {document.number}
            </button>
            <Amount minor={document.freeMinor} currency={currency} />
            <input
              className="oi-input oi-input-amount cash-apply"
              inputMode="decimal"
              autoComplete="off"
              aria-label={cash("amountFor", { number: document.number })}
              value={typed[document.itemId] ?? ""}
              onChange={({ target }) => setTyped((now) => ({ ...now, [document.itemId]: target.value }))}
            />
          </li>
        ))}
        {documents?.length === 0 && <li className="text-ink-2">{cash("nothingOpen", { currency })}</li>}
      </ul>
      {read.length > 0 && (
        <p className={usedMinor > freeMinor ? "text-overdue" : "text-ink-2"}>
          {t("leftAfter", { amount: format.amount(freeMinor - usedMinor, currency) })}
        </p>
      )}
      {apply.isError && (
        <p role="alert" className="text-overdue">
          {sentence(apply.error)}
        </p>
      )}
      <div>
        <Button type="submit" variant="primary" aria-disabled={!ok} aria-busy={apply.isPending}>
          {usedMinor > 0n ? cash("apply", { amount: format.amount(usedMinor, currency) }) : t("applyBare")}
        </Button>
      </div>
    </form>
  );
}
