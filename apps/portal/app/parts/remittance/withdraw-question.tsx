import { Button, LinkButton } from "@openitem/ui/button";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import { ProblemBanner } from "../problem.tsx";
import type { RemittanceView } from "./remittance-view.server.ts";
import type { Unsaved } from "./review-answer.server.ts";

/** Asked in its place on the page, so that it works before script; the safe answer comes first. */
export function WithdrawQuestion({ view, unsaved }: { view: RemittanceView; unsaved: Unsaved | undefined }) {
  const t = useTranslations("remittances");
  const { search } = useLocation();
  const { id, number, key, seen } = view;
  return (
    <section
      className="mt-5 grid gap-3 rounded-2 border border-rule-2 p-4"
      aria-labelledby="withdraw-question"
    >
      <h2 id="withdraw-question" className="text-lg">
        {t("withdrawTitle", { number })}
      </h2>
      {unsaved?.problem && <ProblemBanner problem={unsaved.problem} />}
      <p className="text-md">{t("withdrawBody")}</p>
      <Form
        method="post"
        action={withAccount(`/remittances/${id}?withdraw=1`, search)}
        className="flex flex-wrap gap-2"
      >
        <input type="hidden" name="key" value={key} />
        <input type="hidden" name="seen" value={seen} />
        <LinkButton href={`/remittances/${id}`}>{t("withdrawNo")}</LinkButton>
        <Button variant="danger" name="intent" value="withdraw">
          {t("withdrawYes")}
        </Button>
      </Form>
    </section>
  );
}
