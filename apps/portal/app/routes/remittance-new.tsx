import { newId } from "@openitem/db/ids";
import { Button } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import { FileField, SelectField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PageHeader } from "@openitem/ui/page";
import { Form, useLocation, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { readFilePolicy } from "../file-policy.server.ts";
import { sizeWords } from "../parts/dispute/kept-file.ts";
import { useProblemSentence } from "../parts/problem.tsx";
import { maySendRemittance } from "../parts/remittance/declare.server.ts";
import { answerUpload } from "../parts/remittance/upload.server.ts";
import { readUpload } from "../read-upload.server.ts";
import type { Route } from "./+types/remittance-new";

export const loader = page(async ({ context }: Route.LoaderArgs) => {
  const viewer = context.get(viewerContext);
  const { sizeMaxBytes } = await readFilePolicy(viewer.ctx);
  const accounts = viewer.accounts.filter(
    ({ id }) => viewer.customerIds.includes(id) && maySendRemittance(viewer, id),
  );
  return {
    remittanceId: newId(),
    max: sizeWords(sizeMaxBytes),
    accounts: accounts.map(({ id, name, number }) => ({ id, name, number })),
  };
});

export const action = page(async (args: Route.ActionArgs) => {
  const viewer = args.context.get(viewerContext);
  const upload = await readUpload(args, await readFilePolicy(viewer.ctx));
  return answerUpload(viewer, upload, args.url.search);
});

const ACCEPT = ".pdf,.png,.jpg,.jpeg,.csv,.txt,.xlsx,.xml,.edi,.x12,.820";

export default function RemittanceNew({ loaderData, actionData }: Route.ComponentProps) {
  const { remittanceId, max, accounts } = loaderData;
  const t = useTranslations("remittances");
  const sentenceOf = useProblemSentence();
  const { search } = useLocation();
  const isBusy = useNavigation().state === "submitting";
  const problem = actionData?.problem;
  const [first, ...more] = accounts;
  const { remittanceId: knownId, number } = problem?.facts ?? {};
  return (
    <>
      <title>{t("newTitle")}</title>
      <PageHeader
        back={{ href: "/remittances", label: t("back") }}
        title={t("newTitle")}
        note={first && t("newLead")}
      />
      {first ? (
        <Form
          method="post"
          encType="multipart/form-data"
          action={`/remittances/new${search}`}
          noValidate
          className="mt-6 grid max-w-xl gap-5"
        >
          <input type="hidden" name="remittanceId" value={remittanceId} />
          {more.length === 0 ? (
            <input type="hidden" name="customerId" value={first.id} />
          ) : (
            <SelectField
              name="customerId"
              label={t("account")}
              defaultValue={actionData?.customerId ?? first.id}
              options={accounts.map(({ id, name, number }) => ({ value: id, label: `${name}, ${number}` }))}
            />
          )}
          <FileField
            name="file"
            label={t("file")}
            hint={t("fileHint", { max })}
            accept={ACCEPT}
            error={
              problem && (
                <>
                  {sentenceOf(problem)}{" "}
                  {knownId && (
                    <Link href={`/remittances/${knownId}`}>{t("seeKnown", { number: number ?? "" })}</Link>
                  )}
                </>
              )
            }
          />
          <div>
            <Button variant="primary" aria-busy={isBusy || undefined}>
              {t("send")}
            </Button>
          </div>
          <p className="text-md">
            {t("or")} <Link href="/remittances/declare">{t("orLink")}</Link>
          </p>
        </Form>
      ) : (
        <EmptyState title={t("forbiddenTitle")}>{t("forbiddenBody")}</EmptyState>
      )}
    </>
  );
}
