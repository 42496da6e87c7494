import { Banner } from "@openitem/ui/banner";
import { LinkButton } from "@openitem/ui/button";
import { FileLink } from "@openitem/ui/file-list";
import { PageHeader } from "@openitem/ui/page";
import { useEffect } from "react";
import { useRevalidator } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { sizeWords } from "../parts/dispute/kept-file.ts";
import { RemittanceReview } from "../parts/remittance/remittance-review.tsx";
import { RemittanceState } from "../parts/remittance/remittance-state.tsx";
import { RemittanceStatus } from "../parts/remittance/remittance-status.tsx";
import { type RemittanceView, readRemittanceView } from "../parts/remittance/remittance-view.server.ts";
import { answerReview } from "../parts/remittance/review-answer.server.ts";
import { WithdrawQuestion } from "../parts/remittance/withdraw-question.tsx";
import { readForm } from "../read-form.server.ts";
import type { Route } from "./+types/remittance";

export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => ({
  view: await readRemittanceView(context.get(viewerContext), params.remittanceId, url.searchParams),
}));

export const action = page(async (args: Route.ActionArgs) =>
  answerReview(args.context.get(viewerContext), args.params.remittanceId, await readForm(args), args.url),
);

export default function Remittance({ loaderData: { view }, actionData: unsaved }: Route.ComponentProps) {
  const t = useTranslations("remittances");
  const isDraft = view.status === "draft" && view.can.change;
  const { number, can, isWithdrawing, id } = view;
  const title = isDraft ? t("checkTitle") : number;
  return (
    <>
      <title>{t("pageTitle", { number })}</title>
      <PageHeader
        back={{ href: "/remittances", label: t("back") }}
        title={title}
        subject={isDraft ? number : undefined}
        note={isDraft && t("checkNote", { count: view.lackingLines })}
        actions={
          can.withdraw &&
          !isWithdrawing && <LinkButton href={`/remittances/${id}?withdraw=1`}>{t("withdraw")}</LinkButton>
        }
      >
        <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 text-md">
          <RemittanceState status={view.status} />
          <Paper view={view} />
        </div>
      </PageHeader>
      {isWithdrawing && can.withdraw && <WithdrawQuestion view={view} unsaved={unsaved} />}
      {isDraft ? (
        <RemittanceReview key={view.key} view={view} unsaved={unsaved} />
      ) : (
        <>
          {view.status === "reading" && <Reading />}
          {view.status === "unreadable" && <Unreadable problem={view.problem ?? ""} />}
          {view.status !== "reading" && view.status !== "unreadable" && <RemittanceStatus view={view} />}
        </>
      )}
    </>
  );
}

function Paper({ view: { file, isScanned, position } }: { view: RemittanceView }) {
  const t = useTranslations("remittances");
  if (!file) return null;
  const about = [isScanned && t("scanned"), position > 1 && t("position", { position })].filter(Boolean);
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <FileLink href={`/files/${file.id}`} name={file.name} size={sizeWords(file.sizeBytes)} />
      {about.length > 0 && <span className="oi-hint">{about.join(", ")}</span>}
    </span>
  );
}

const LOOK_AGAIN_MS = 2_000;

function Reading() {
  const t = useTranslations("remittances");
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(revalidate, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [revalidate]);
  return (
    <div className="mt-6">
      <Banner tone="quiet" state="waiting-for-us" live title={t("readingTitle")}>
        {t("readingBody")}
      </Banner>
      <noscript>
        <meta httpEquiv="refresh" content="5" />
      </noscript>
    </div>
  );
}

function Unreadable({ problem }: { problem: string }) {
  const t = useTranslations("remittances");
  return (
    <div className="mt-6 grid gap-4">
      <Banner tone="overdue" state="failed" title={t("unreadableTitle")}>
        {t("unreadableBody", { problem })}
      </Banner>
      <div className="oi-button-row">
        <LinkButton href="/remittances/new">{t("upload")}</LinkButton>
        <LinkButton href="/remittances/declare">{t("declare")}</LinkButton>
      </div>
    </div>
  );
}
