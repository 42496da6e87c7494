import { Button } from "@openitem/ui/button";
import { formatAmount } from "@openitem/ui/formats";
import { useFormats } from "@openitem/ui/use-formats";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { SearchBox } from "../lists/search-box.tsx";
import type { Document, MatchDraft } from "./match-draft.ts";

const LEAST = 2;
const OPEN_MAX = 200;

/** Whose money it is, and documents to add: any customer and any document can be looked for. */
export function AddBox({
  draft,
  change,
  currency,
  locked,
  availableMinor,
}: {
  draft: MatchDraft;
  change: (over: Partial<MatchDraft> | ((before: MatchDraft) => Partial<MatchDraft>)) => void;
  currency: string;
  /** The money is a customer's already: another one takes a transfer. */
  locked: boolean;
  /** What of the money is not used yet: so much a document that is added is paid. */
  availableMinor: bigint;
}) {
  const t = useTranslations("cash");
  const { amount, day, locale } = useFormats();
  const [text, setText] = useState("");
  const [showsOpen, setShowsOpen] = useState(false);
  const { customerId } = draft;
  const search = text.trim();
  const asks = search.length >= LEAST;
  const found = useQuery(
    api.search.jump.queryOptions({ text: search }, { enabled: asks, placeholderData: keepPreviousData }),
  ).data;
  const documents = useQuery(
    api.cash.findDocuments.queryOptions(
      { currency, search, limit: 8 },
      { enabled: asks, placeholderData: keepPreviousData },
    ),
  ).data;
  const open = useQuery(
    api.cash.findDocuments.queryOptions(
      { currency, customerId, limit: OPEN_MAX },
      { enabled: showsOpen && customerId !== "" },
    ),
  ).data;
  const payer = useQuery(
    api.customers.read.queryOptions({ customerId }, { enabled: customerId !== "", staleTime: 60_000 }),
  ).data?.customer;
  const has = (itemId: string) => draft.rows.some((row) => row.itemId === itemId);
  const add = (document: Document) => {
    const { itemId, freeMinor } = document;
    const pays = availableMinor > 0n && availableMinor < freeMinor ? availableMinor : freeMinor;
    change((now) => ({
      ...(now.customerId === "" && { customerId: document.customerId, customerName: document.customerName }),
      rows: [...now.rows, { itemId, ticked: true, typed: formatAmount(pays, currency, locale) }],
    }));
    setText("");
  };
  const line = (document: Document) =>
    t("documentLine", {
      customer: document.customerName,
      due: document.dueOn ? day(document.dueOn, { year: false }) : "",
      open: `${amount(document.freeMinor, currency)} ${currency}`,
    });
  const listed = (rows: readonly Document[] | undefined) =>
    rows
      ?.filter(({ itemId }) => !has(itemId))
      .map((document) => (
        <li key={document.itemId}>
          <span>
            <b>{document.number}</b> {line(document)}
          </span>
          <Button
            variant="text"
            aria-label={t("addNumber", { number: document.number })}
            onClick={() => add(document)}
          >
            {t("add")}
          </Button>
        </li>
      ));
  return (
    <section className="cash-part" aria-label={t("addTitle")}>
      <div className="cash-add">
        <p>
          <span className="text-ink-2">{t("payer")}</span>{" "}
          <b>{customerId === "" ? t("payerNobody") : (payer?.name ?? draft.customerName)}</b>
          {payer && <span className="text-ink-3"> {payer.number}</span>}
        </p>
        <SearchBox name="cash-add" label={t("addSearch")} value={text} onSearch={setText} />
        {customerId !== "" && (
          <Button variant="text" aria-expanded={showsOpen} onClick={() => setShowsOpen((shown) => !shown)}>
            {t(showsOpen ? "hideOpen" : "showOpen")}
          </Button>
        )}
      </div>
      {asks && (
        <ul className="cash-found">
          {!locked &&
            found?.customers.map(({ id, name, number }) => (
              <li key={id}>
                <span>
                  <b>{name}</b> <span className="text-ink-3">{number}</span>
                </span>
                <Button
                  variant="text"
                  aria-label={t("choosePayer", { name })}
                  onClick={() => {
                    change({ customerId: id, customerName: name });
                    setText("");
                    setShowsOpen(true);
                  }}
                >
                  {t("isPayer")}
                </Button>
              </li>
            ))}
          {listed(documents)}
          {found && documents && found.customers.length + documents.length === 0 && (
            <li className="text-ink-2">{t("addNothing", { search, currency })}</li>
          )}
        </ul>
      )}
      {showsOpen && open && (
        <ul className="cash-found" aria-label={t("openDocuments")}>
          {open.length === 0 && <li className="text-ink-2">{t("nothingOpen", { currency })}</li>}
          {listed(open)}
        </ul>
      )}
    </section>
  );
}
