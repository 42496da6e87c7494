import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { PageHeader } from "@openitem/ui/page";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { answerDeclaration, openDeclaration } from "../parts/remittance/declare.server.ts";
import { DeclarePage } from "../parts/remittance/declare-page.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/remittance-declare";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => ({
  view: await openDeclaration(context.get(viewerContext), url.searchParams),
}));

export const action = page(async (args: Route.ActionArgs) =>
  answerDeclaration(args.context.get(viewerContext), await readForm(args), args.url.search),
);

export default function RemittanceDeclare({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("remittances");
  const view = actionData ?? loaderData.view;
  if (view.kind === "form") return <DeclarePage view={view} />;
  const title = t(view.kind === "choose" ? "chooseTitle" : "declareTitle");
  return (
    <>
      <title>{title}</title>
      <PageHeader back={{ href: "/remittances", label: t("back") }} title={title} />
      {view.kind === "choose" ? (
        <ul className="mt-6 grid justify-items-start gap-3">
          {view.choices.map(({ href, currency, count }) => (
            <li key={currency} className="flex flex-wrap items-center gap-3">
              <LinkButton href={href}>{t("choose", { currency })}</LinkButton>
              <span className="oi-hint">{t("chooseCount", { count })}</span>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState title={t("forbiddenTitle")}>{t("forbiddenBody")}</EmptyState>
      )}
    </>
  );
}
