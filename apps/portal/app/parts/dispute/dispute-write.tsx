import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { TextArea } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { type ReactNode, useState } from "react";
import { Form, useLocation, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import { useProblemSentence } from "../problem.tsx";
import type { Unsent } from "./answer-page.server.ts";
import type { DisputeView } from "./dispute-view.server.ts";
import { FilePicker } from "./file-picker.tsx";

/** A form to write something with files: an answer, a message, why an outcome is not right. */
export function DisputeWrite({
  dispute,
  verb,
  label,
  hint,
  button,
  primary,
  unsent,
}: {
  dispute: DisputeView;
  verb: "say" | "contest";
  label: string;
  hint?: ReactNode;
  button: string;
  primary?: boolean;
  /** what this form was refused with */
  unsent: Unsent | undefined;
}) {
  const t = useTranslations("disputeForm");
  const { search } = useLocation();
  const isBusy = useNavigation().state === "submitting";
  const [isUploading, setUploading] = useState(false);
  const { id, customerId, limits, status } = dispute;
  return (
    <Form
      key={unsent?.entryId ?? dispute.entryId}
      method="post"
      encType="multipart/form-data"
      action={withAccount(`/disputes/${id}`, search)}
      noValidate
      preventScrollReset
      onSubmit={(event) => {
        if (isUploading) event.preventDefault();
      }}
      className="grid gap-3"
    >
      {unsent?.problem && <Refused unsent={unsent} />}
      <input type="hidden" name="form" value={verb} />
      <input type="hidden" name="entryId" value={unsent?.entryId ?? dispute.entryId} />
      <input type="hidden" name="seen" value={status} />
      <TextArea
        id={`${verb}-body`}
        name="body"
        label={label}
        hint={hint}
        defaultValue={unsent?.body}
        rows={4}
      />
      <FilePicker
        id={`${verb}-files`}
        customerId={customerId}
        kept={unsent?.kept ?? []}
        refused={unsent?.refusedFiles ?? []}
        limits={limits}
        error={undefined}
        onBusy={setUploading}
      />
      <div>
        <Button
          variant={primary ? "primary" : "outlined"}
          name="intent"
          value={verb}
          aria-busy={isBusy || undefined}
          disabledReason={isUploading ? t("waitForFiles") : undefined}
        >
          {button}
        </Button>
      </div>
    </Form>
  );
}

/** Why it was not sent; where another dispute is the reason, the way there. */
export function Refused({ unsent }: { unsent: Unsent }) {
  const t = useTranslations("disputePage");
  const words = useTranslations("disputeForm");
  const sentenceOf = useProblemSentence();
  const { problem } = unsent;
  if (!problem) return null;
  const { disputeId, number } = problem.facts;
  return (
    <Banner
      tone="overdue"
      state="overdue"
      live
      title={t("notSent")}
      action={
        disputeId && (
          <Link href={`/disputes/${disputeId}`}>
            {number ? words("seeDispute", { number: String(number) }) : t("seeIt")}
          </Link>
        )
      }
    >
      {sentenceOf(problem)}
    </Banner>
  );
}
