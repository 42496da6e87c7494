import { Banner } from "@openitem/ui/banner";
import { Button, LinkButton } from "@openitem/ui/button";
import { TextArea } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { PageHeader, TwoColumns } from "@openitem/ui/page";
import { useFormats } from "@openitem/ui/use-formats";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { readFilePolicy } from "../file-policy.server.ts";
import { withAccount } from "../parts/account-address.ts";
import { answerDisputePage, DONE, type Unsent } from "../parts/dispute/answer-page.server.ts";
import { DisputeConversation } from "../parts/dispute/dispute-conversation.tsx";
import { DisputeOutcome } from "../parts/dispute/dispute-outcome.tsx";
import { DisputeProgress } from "../parts/dispute/dispute-progress.tsx";
import { DisputeSide } from "../parts/dispute/dispute-side.tsx";
import { DisputeState } from "../parts/dispute/dispute-state.tsx";
import { type DisputeView, readDisputeView } from "../parts/dispute/dispute-view.server.ts";
import { DisputeWhat } from "../parts/dispute/dispute-what.tsx";
import { Refused } from "../parts/dispute/dispute-write.tsx";
import { useDisputeWords } from "../parts/dispute/use-dispute-words.tsx";
import { readUpload } from "../read-upload.server.ts";
import type { Route } from "./+types/dispute";

export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => ({
  dispute: await readDisputeView(context.get(viewerContext), params.disputeId),
  isWithdrawing: url.searchParams.has("withdraw"),
  isSent: url.searchParams.has("sent"),
  isAgain: url.searchParams.has("again"),
  done: DONE.find((each) => each === url.searchParams.get("done")) ?? null,
}));

export const action = page(async (args: Route.ActionArgs) => {
  const viewer = args.context.get(viewerContext);
  const upload = await readUpload(args, await readFilePolicy(viewer.ctx));
  return answerDisputePage(viewer, args.params.disputeId, upload, args.url.search);
});

export default function Dispute({ loaderData, actionData: unsent }: Route.ComponentProps) {
  const { dispute, isWithdrawing } = loaderData;
  const t = useTranslations("disputePage");
  const words = useDisputeWords();
  const { number, outcome, status, can } = dispute;
  const reason = words.reason(dispute.reason);
  return (
    <>
      <title>{t("pageTitle", { number, reason })}</title>
      <PageHeader
        back={{ href: "/disputes", label: t("back") }}
        title={number}
        subject={reason}
        note={<About dispute={dispute} />}
        actions={<Actions dispute={dispute} isWithdrawing={isWithdrawing} />}
      >
        <p className="mt-2">
          <DisputeState status={status} outcome={outcome} />
        </p>
      </PageHeader>
      <div className="mt-4 grid gap-3 empty:hidden">
        <Told {...loaderData} />
        {isWithdrawing && can.withdraw && (
          <WithdrawQuestion dispute={dispute} unsent={unsent?.form === "withdraw" ? unsent : undefined} />
        )}
      </div>
      {!dispute.mergedInto && <DisputeProgress dispute={dispute} />}
      <TwoColumns sideLabel={t("held")} side={<DisputeSide dispute={dispute} />}>
        <DisputeOutcome dispute={dispute} unsent={unsent} />
        <DisputeConversation dispute={dispute} unsent={unsent} />
        {dispute.documents.length > 0 && <DisputeWhat dispute={dispute} />}
      </TwoColumns>
    </>
  );
}

function About({ dispute }: { dispute: DisputeView }) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { documents, currency, amountMinor, raisedByName: name, splitFrom } = dispute;
  const [first, ...more] = documents;
  return (
    <>
      {t(first ? "about" : "aboutNothing", { amount: format.amount(amountMinor, currency), currency })}
      {first && " "}
      {first && <Link href={`/invoices/${first.itemId}`}>{first.number}</Link>}
      {more.length > 0 && ` ${t("aboutMore", { count: more.length })}`}, {t("raisedBy", { name })}
      {splitFrom && (
        <>
          {" · "}
          <Link href={`/disputes/${splitFrom.id}`}>{t("splitFrom", { number: splitFrom.number })}</Link>
        </>
      )}
    </>
  );
}

function Actions({ dispute, isWithdrawing }: { dispute: DisputeView; isWithdrawing: boolean }) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { id, can, mayPay, holds, documents, currency } = dispute;
  const payable = new URLSearchParams([
    ...documents.map(({ itemId }) => ["item", itemId]),
    ["currency", currency],
  ]);
  return (
    <>
      {can.withdraw && !isWithdrawing && (
        <LinkButton href={`/disputes/${id}?withdraw=1`}>{t("withdraw")}</LinkButton>
      )}
      {mayPay && holds.readyMinor > 0n && (
        <LinkButton href={`/pay?${payable}`}>
          {t("payRest", { amount: format.amount(holds.readyMinor, currency) })}
        </LinkButton>
      )}
    </>
  );
}

/** What was just done, and where the dispute goes on if not here. */
function Told({ dispute, isSent, isAgain, done }: Route.ComponentProps["loaderData"]) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { number, currency, holds, clock, mergedInto, merged } = dispute;
  return (
    <>
      {isSent && (
        <Banner
          tone="disputed"
          state="disputed"
          live
          title={t("sent", { number, amount: format.amount(holds.heldMinor, currency) })}
        >
          {t("sentBody", {
            hasDay: clock.dueOn ? "yes" : "no",
            day: clock.dueOn ? format.day(clock.dueOn, { weekday: true }) : "",
          })}
        </Banner>
      )}
      {isAgain && (
        <Banner tone="quiet" state="held" live title={t("again")}>
          {t("againBody")}
        </Banner>
      )}
      {done && <Banner tone="paid" state="kept" live title={t(done)} />}
      {mergedInto && (
        <Banner
          tone="quiet"
          state="held"
          title={t("mergedInto", { number: mergedInto.number })}
          action={
            <Link href={`/disputes/${mergedInto.id}`}>{t("seeOther", { number: mergedInto.number })}</Link>
          }
        />
      )}
      {merged.length > 0 && (
        <Banner
          tone="quiet"
          state="held"
          title={t("merged", {
            numbers: merged.map((each) => each.number).join(", "),
            count: merged.length,
          })}
        />
      )}
    </>
  );
}

/** Asked in its place on the page, so that it works before script; the safe answer comes first. */
function WithdrawQuestion({ dispute, unsent }: { dispute: DisputeView; unsent: Unsent | undefined }) {
  const t = useTranslations("disputePage");
  const format = useFormats();
  const { search } = useLocation();
  const { id, number, holds, currency, status, entryId } = dispute;
  return (
    <section className="grid gap-3 rounded-2 border border-rule-2 p-4" aria-labelledby="withdraw-question">
      <h2 id="withdraw-question" className="text-lg">
        {t("withdrawTitle", { number })}
      </h2>
      {unsent?.problem && <Refused unsent={unsent} />}
      <p className="text-md">{t("withdrawBody", { amount: format.amount(holds.heldMinor, currency) })}</p>
      <Form method="post" action={withAccount(`/disputes/${id}?withdraw=1`, search)} className="grid gap-3">
        <input type="hidden" name="entryId" value={entryId} />
        <input type="hidden" name="seen" value={status} />
        <TextArea
          id="withdraw-body"
          name="body"
          label={t("withdrawComment")}
          optional
          rows={2}
          defaultValue={unsent?.body}
        />
        <div className="flex flex-wrap gap-2">
          <LinkButton href={`/disputes/${id}`}>{t("withdrawNo")}</LinkButton>
          <Button variant="danger" name="intent" value="withdraw">
            {t("withdrawYes")}
          </Button>
        </div>
      </Form>
    </section>
  );
}
