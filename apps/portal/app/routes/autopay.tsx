import { EmptyState } from "@openitem/ui/empty-state";
import { ErrorSummary } from "@openitem/ui/error-summary";
import { Link } from "@openitem/ui/link";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { ACCOUNT_PARAM } from "../parts/account-address.ts";
import { answerAutopay, type NotDone } from "../parts/autopay/answer.server.ts";
import { autopayFieldId } from "../parts/autopay/autopay-forms.tsx";
import { AutopaySection } from "../parts/autopay/autopay-section.tsx";
import { ComingCharges, PastCharges } from "../parts/autopay/charge-table.tsx";
import { useFaultsAt } from "../parts/autopay/fault-words.tsx";
import { MethodList } from "../parts/autopay/method-list.tsx";
import { MethodReturned } from "../parts/autopay/method-returned.tsx";
import { readAutopayPage } from "../parts/autopay/view.server.ts";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/autopay";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const { accounts, account } = viewer;
  if (!account)
    return { accounts: accounts.map(({ id, name, number }) => ({ id, name, number })), view: null };
  const asked = (name: string) => url.searchParams.get(name);
  return {
    accounts: [],
    view: await readAutopayPage(viewer, account),
    /** The currency whose settings are to be changed, and how. */
    open: (["edit", "pause", "off"] as const)
      .map((how) => ({ how, currency: asked(how) }))
      .find(({ currency }) => currency !== null),
    /** A method that is to be removed, and one whose page somebody came back from. */
    removing: asked("remove"),
    returned: asked("method"),
    isCancelled: url.searchParams.has("cancelled"),
    stopping: asked("stop"),
  };
});

export const action = page(async (args: Route.ActionArgs) =>
  answerAutopay(args.context.get(viewerContext), await readForm(args), args.url.search),
);

export default function Autopay({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("autopay");
  if (!loaderData.view) return <AccountChoice accounts={loaderData.accounts} />;
  const { view, open, returned, isCancelled, removing, stopping } = loaderData;
  const method = view.known.find(({ id }) => id === returned);
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("title")} note={`${t("note")} ${t("account", { name: view.account.name })}`} />
      <div className="mt-4 grid gap-3 empty:hidden">
        {actionData && <NotDoneNotice key={actionData.typed.key} notDone={actionData} />}
        {method && <MethodReturned method={method} isCancelled={isCancelled} />}
      </div>
      <TwoColumns
        sideLabel={t("methods")}
        side={<MethodList view={view} removing={removing} typed={actionData?.typed ?? null} />}
      >
        <ComingCharges view={view} stopping={stopping} />
        {view.currencies.map((each) => (
          <AutopaySection
            key={each.currency}
            view={view}
            of={each}
            open={open?.currency === each.currency ? open.how : null}
            notDone={actionData?.currency === each.currency ? actionData : null}
          />
        ))}
        {view.past.length > 0 && <PastCharges view={view} />}
      </TwoColumns>
    </>
  );
}

function NotDoneNotice({ notDone }: { notDone: NotDone }) {
  const t = useTranslations("autopay");
  const { all } = useFaultsAt(notDone.faults, notDone.currency);
  // One list per answer of the server, so that it takes the focus once.
  const [faults] = useState(() =>
    all.map(({ field, words }) => ({ fieldId: autopayFieldId(notDone.currency, field), message: words })),
  );
  if (notDone.problem) return <ProblemBanner problem={notDone.problem} />;
  return <ErrorSummary title={t("notSent", { count: faults.length })} faults={faults} />;
}

function AccountChoice({ accounts }: { accounts: { id: string; name: string; number: string }[] }) {
  const t = useTranslations("autopay");
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("title")} />
      <EmptyState title={t("chooseTitle")}>{t("chooseBody")}</EmptyState>
      <ul className="mt-4 grid gap-2 text-md">
        {accounts.map(({ id, name, number }) => (
          <li key={id}>
            <Link href={`/autopay?${new URLSearchParams({ [ACCOUNT_PARAM]: id })}`}>{name}</Link>{" "}
            <span className="text-ink-3">{number}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
