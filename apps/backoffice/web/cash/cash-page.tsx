import { Button, LinkButton } from "@openitem/ui/button";
import { FilterChips } from "@openitem/ui/filter-chips";
import { OfficeHeader } from "@openitem/ui/office-shell";
import { useFormats } from "@openitem/ui/use-formats";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { classNames } from "../lists/class-names.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { useMay } from "../session.ts";
import { address } from "../shell/address.ts";
import { useKeys } from "../shell/keys.tsx";
import { useTitle } from "../shell/title.ts";
import { BulkBar } from "./bulk-bar.tsx";
import "./cash.css";
import { CASH_TABS, type CashSearch, type CashTab } from "./cash-search.ts";
import { LineList } from "./line-list.tsx";
import { LinePane } from "./line-pane.tsx";
import { RunControl } from "./run-control.tsx";
import { TabSums } from "./tab-sums.tsx";
import { UndoDialog } from "./undo-dialog.tsx";
import { isExact, type ListedLine, useLines } from "./use-lines.ts";
import { useTabTotals } from "./use-tab-totals.ts";

const route = getRouteApi("/cash");

/** The workbench: bank lines that wait on one side, what one of them pays on the other. */
export function CashPage() {
  const t = useTranslations("cash");
  const format = useFormats();
  const router = useRouter();
  const asked = route.useSearch();
  const { tab, account, search } = asked;
  useTitle(t("title"));
  const mayMatch = useMay("cash.match");
  const mayImport = useMay("bank.import");
  const list = useLines(asked);
  const totals = useTabTotals(asked);
  const [ticked, setTicked] = useState<ReadonlyMap<string, ListedLine>>(new Map());
  // A wide screen shows the first line unasked; a phone shows the list until one is opened.
  const chosen = asked.line || list.rows[0]?.id || "";
  // What was applied last is what `u` takes back; before that, what is looked at.
  const last = useRef("");
  const [undoing, setUndoing] = useState("");
  const undoKey = useRef(() => {});
  useEffect(() => {
    undoKey.current = () => setUndoing(last.current || chosen);
  });
  useKeys(useMemo(() => [{ keys: ["u"], label: t("keyUndo"), run: () => undoKey.current() }], [t]));
  const at = (over: Partial<CashSearch>) => address("/cash", { ...asked, ...over });
  const go = (over: Partial<CashSearch>) => {
    setTicked(new Map());
    router.history.push(at({ line: "", ...over }));
  };
  const choose = (line: string) => router.history.replace(at({ line }));
  const next = () => {
    const index = list.rows.findIndex(({ id }) => id === chosen);
    return (list.rows[index + 1] ?? list.rows[index - 1])?.id ?? "";
  };
  const countOf = (each: CashTab) => totals?.[each].count;
  const tick = (line: ListedLine) =>
    setTicked((before) => {
      const after = new Map(before);
      if (!after.delete(line.id)) after.set(line.id, line);
      return after;
    });
  const exact = list.rows.filter(({ match }) => match !== null && isExact(match));
  return (
    <>
      <OfficeHeader
        title={t("title")}
        note={<AccountPicker account={account} onPick={(id) => go({ account: id })} />}
        actions={
          <>
            {mayImport && <LinkButton href="/statements">{t("toStatements")}</LinkButton>}
            {mayMatch && <RunControl account={account} />}
          </>
        }
      />
      <div className="toolbar">
        <SearchBox name="cash" label={t("search")} value={search} onSearch={(text) => go({ search: text })} />
        <FilterChips
          label={t("tabFilter")}
          filters={[
            ...CASH_TABS.map((each) => {
              const count = countOf(each);
              return {
                href: at({ tab: each, line: "" }),
                label: t(`tabs.${each}`),
                current: each === tab,
                ...(count !== undefined && { count: format.count(count) }),
              };
            }),
            {
              href: "/remittances?group=waiting",
              label: t("tabs.advice"),
              ...(totals && { count: format.count(totals.advice) }),
            },
          ]}
        />
      </div>
      <div className={classNames("cash", asked.line !== "" && "has-line")}>
        <div className="cash-lines">
          <LineList
            caption={t(`captions.${tab}`)}
            list={list}
            count={countOf(tab)}
            chosen={chosen}
            onChoose={choose}
            ticked={new Set(ticked.keys())}
            {...(mayMatch && tab !== "out" && tab !== "matched" && { onTick: tick })}
            empty={{
              title: search ? t("emptySearch", { search }) : t(`empty.${tab}`),
              ...(search && {
                actions: <Button onClick={() => go({ search: "" })}>{t("showAll")}</Button>,
              }),
            }}
          />
          {totals && <TabSums sums={totals[tab].sums} />}
          {mayMatch && (
            <BulkBar
              ticked={[...ticked.values()]}
              exact={exact}
              onTickAll={() => setTicked(new Map(exact.map((line) => [line.id, line])))}
              onDone={() => setTicked(new Map())}
            />
          )}
        </div>
        <LinePane
          key={chosen}
          lineId={chosen}
          backHref={at({ line: "" })}
          onNext={() => choose(next())}
          onApplied={(lineId) => {
            last.current = lineId;
          }}
          onUndo={setUndoing}
        />
      </div>
      {undoing && <UndoDialog lineId={undoing} onClose={() => setUndoing("")} />}
    </>
  );
}

/** The account whose lines are shown; all of them until one is chosen. */
function AccountPicker({ account, onPick }: { account: string; onPick: (id: string) => void }) {
  const t = useTranslations("cash");
  const { data } = useQuery(api.bank.accounts.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <label className="cash-account">
      <span className="oi-hidden">{t("account")}</span>
      <select className="oi-input oi-select" value={account} onChange={({ target }) => onPick(target.value)}>
        <option value="">{t("allAccounts")}</option>
        {data?.map(({ id, name, number, currency }) => (
          <option key={id} value={id}>
            {t("accountOption", { name, currency, tail: number.slice(-4) })}
          </option>
        ))}
      </select>
    </label>
  );
}
