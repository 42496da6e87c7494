import { LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { PageHeader } from "@openitem/ui/page";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { readFilePolicy } from "../file-policy.server.ts";
import { answerDisputeForm } from "../parts/dispute/answer.server.ts";
import { DisputeFormPage } from "../parts/dispute/dispute-form.tsx";
import { DisputeNotices } from "../parts/dispute/dispute-notices.tsx";
import { openDisputeForm } from "../parts/dispute/open.server.ts";
import { readUpload } from "../read-upload.server.ts";
import type { Route } from "./+types/dispute-new";

export const loader = page(async ({ url, context }: Route.LoaderArgs) => ({
  view: await openDisputeForm(context.get(viewerContext), url.searchParams),
}));

export const action = page(async (args: Route.ActionArgs) => {
  const viewer = args.context.get(viewerContext);
  const upload = await readUpload(args, await readFilePolicy(viewer.ctx));
  return answerDisputeForm(viewer, upload, args.url.search);
});

export default function DisputeNew({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("disputeForm");
  const view = actionData ?? loaderData.view;
  if (view && view.documents.length > 0) return <DisputeFormPage view={view} />;
  return (
    <>
      <title>{t("nothingTitle")}</title>
      <PageHeader title={t("nothingTitle")} />
      {view && <DisputeNotices view={view} faults={[]} totalMinor={0n} />}
      <div className="mt-6">
        <EmptyState
          title={t("nothingTitle")}
          actions={<LinkButton href="/invoices">{t("toInvoices")}</LinkButton>}
        >
          {t("nothingBody")}
        </EmptyState>
      </div>
    </>
  );
}
