import { readBankDetails } from "@openitem/domain/bank/read-bank-details";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { PageHeader } from "@openitem/ui/page";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { BankAccount } from "../parts/remittance/bank-account.tsx";
import type { Route } from "./+types/bank-details";

export const loader = page(async ({ context }: Route.LoaderArgs) => {
  const { ctx, customerIds, timeZone } = context.get(viewerContext);
  const found = await Promise.all(customerIds.map((customerId) => readBankDetails(ctx, { customerId })));
  // Several accounts are billed by the same companies.
  const byId = new Map(found.flat().map((account) => [account.bankAccountId, account]));
  return {
    accounts: [...byId.values()].map(({ changes, changedAt: _, ...account }) => ({
      ...account,
      changedOn: changes.map((at) => dayIn(at, timeZone)),
    })),
  };
});

/** Where to pay to. It is shown to who is signed in, and sent to nobody. */
export default function BankDetails({ loaderData: { accounts } }: Route.ComponentProps) {
  const t = useTranslations("remittances");
  return (
    <>
      <title>{t("bankTitle")}</title>
      <PageHeader
        title={t("bankTitle")}
        actions={<LinkButton href="/remittances/declare">{t("declareHere")}</LinkButton>}
      />
      <div className="mt-5">
        <Banner tone="quiet" state="held" title={t("bankWarning")}>
          {t("bankNote")}
        </Banner>
      </div>
      {accounts.length === 0 ? (
        <div className="mt-6">
          <EmptyState title={t("bankNone")}>{t("bankNoneBody")}</EmptyState>
        </div>
      ) : (
        accounts.map((account) => <BankAccount key={account.bankAccountId} account={account} />)
      )}
    </>
  );
}
