import { EmptyState } from "@openitem/ui/empty-state";
import { PageHeader } from "@openitem/ui/page";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { answerPay } from "../parts/pay/answer.server.ts";
import { openPay } from "../parts/pay/open.server.ts";
import { PayChoicePage } from "../parts/pay/pay-choice.tsx";
import { PayFormPage } from "../parts/pay/pay-form.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/pay";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  return { view: await openPay(viewer, url.searchParams), biller: viewer.biller };
});

export const action = page(async (args: Route.ActionArgs) =>
  answerPay(args.context.get(viewerContext), await readForm(args), args.url.search),
);

export default function Pay({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("pay");
  const view = actionData ?? loaderData.view;
  if (view.kind === "choose") return <PayChoicePage view={view} />;
  if (view.kind === "form") return <PayFormPage view={view} biller={loaderData.biller} />;
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("title")} />
      <EmptyState title={t("forbiddenTitle")}>{t("forbiddenBody")}</EmptyState>
    </>
  );
}
