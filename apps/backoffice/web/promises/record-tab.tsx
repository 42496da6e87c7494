import { EmptyState } from "@openitem/ui/empty-state";
import { SelectField } from "@openitem/ui/field";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useCustomer } from "../customer/customer-context.ts";
import { SearchBox } from "../lists/search-box.tsx";
import { useMay } from "../session.ts";
import { address } from "../shell/address.ts";
import { RecordForm } from "./record-form.tsx";
import type { RecordSearch } from "./record-search.ts";

const route = getRouteApi("/customers/$customerId/promises/new");

/** What a customer promised on the phone or by mail is written down, or a plan is proposed to it: one currency at a time. */
export function RecordTab() {
  const t = useTranslations("recordPromise");
  const { customer, balances } = useCustomer();
  const asked = route.useSearch();
  const router = useRouter();
  const mayPromise = useMay("promise.make");
  const currencies = balances.filter(({ openMinor }) => openMinor > 0n).map(({ currency }) => currency);
  const currency = currencies.find((each) => each === asked.currency) ?? currencies[0];
  if (!mayPromise) return <EmptyState title={t("refused")} />;
  if (!currency) return <EmptyState title={t("nothing")} />;
  const go = (over: Partial<RecordSearch>) =>
    router.history.replace(address(`/customers/${customer.id}/promises/new`, { ...asked, ...over }));
  return (
    <>
      <div className="toolbar">
        <SearchBox
          name="record"
          label={t("search")}
          value={asked.search}
          onSearch={(search) => go({ search })}
        />
        {currencies.length > 1 && (
          <SelectField
            name="currency"
            label={t("currency")}
            labelHidden
            value={currency}
            options={currencies.map((each) => ({ value: each, label: each }))}
            onChange={({ target }) => go({ currency: target.value })}
          />
        )}
      </div>
      <RecordForm key={currency} customerId={customer.id} currency={currency} search={asked.search} />
    </>
  );
}
