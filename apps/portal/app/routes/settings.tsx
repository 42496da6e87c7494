import { changeMailChoices } from "@openitem/domain/access/change-mail-choices";
import { MAIL_TOPICS, type MailChoices } from "@openitem/domain/access/mail-choices";
import { readMailChoices } from "@openitem/domain/access/read-mail-choices";
import { Button } from "@openitem/ui/button";
import { RadioList } from "@openitem/ui/choice";
import { DefinitionList } from "@openitem/ui/definition-list";
import { PageHeader } from "@openitem/ui/page";
import { Form, redirect } from "react-router";
import { useLocale, useTimeZone, useTranslations } from "use-intl";
import { page } from "../answer.ts";
import { viewerContext } from "../context.ts";
import { withAccount } from "../parts/account-address.ts";
import { MailChoicesForm } from "../parts/dispute/mail-choices-form.tsx";
import { readForm } from "../read-form.server.ts";
import { isSecure } from "../services.server.ts";
import { readTheme, THEMES, themeCookie } from "../theme.ts";
import type { Route } from "./+types/settings";

export const loader = page(async ({ request, url, context }: Route.LoaderArgs) => {
  const { ctx, contact } = context.get(viewerContext);
  return {
    theme: readTheme(request),
    saved: url.searchParams.get("saved"),
    choices: await readMailChoices(ctx),
    address: contact.email,
  };
});

/** Answers with another page to read, since this one would still be drawn by the cookie that came with the form. */
export const action = page(async (args: Route.ActionArgs) => {
  const { url, context } = args;
  const form = await readForm(args);
  if (form.get("intent") === "mail") {
    await changeMailChoices(context.get(viewerContext).ctx, chosenOf(form));
    return redirect(withAccount("/settings?saved=mail#mail", url.search));
  }
  const wish = form.get("theme");
  const theme = THEMES.find((each) => each === wish) ?? "system";
  const headers = { "Set-Cookie": themeCookie(theme, isSecure) };
  return redirect(withAccount("/settings?saved=theme", url.search), { headers });
});

/** The choices of a form; what is none of a topic's is left as it was. */
function chosenOf(form: FormData): Partial<MailChoices> {
  const chosen = Object.entries(MAIL_TOPICS).flatMap(([topic, { choices }]) => {
    const wish = choices.find((each) => each === form.get(`mail.${topic}`));
    return wish ? [[topic, wish]] : [];
  });
  return Object.fromEntries(chosen);
}

export default function Settings({ loaderData: { theme, saved, choices, address } }: Route.ComponentProps) {
  const t = useTranslations("settings");
  const locale = useLocale();
  const timeZone = useTimeZone();
  const languageName = new Intl.DisplayNames("en", { type: "language" }).of(locale) ?? locale;
  return (
    <>
      <title>{t("title")}</title>
      <PageHeader title={t("title")} />
      <div className="mt-6 grid max-w-xl gap-8">
        <Form method="post" className="grid gap-4">
          <RadioList
            name="theme"
            legend={t("theme")}
            defaultValue={theme}
            choices={THEMES.map((value) => ({ value, label: t(value) }))}
          />
          <div className="flex items-center gap-4">
            <Button>{t("save")}</Button>
            <span role="status" className="text-md text-ink-2">
              {saved === "theme" && t("saved")}
            </span>
          </div>
        </Form>
        <MailChoicesForm choices={choices} address={address} isSaved={saved === "mail"} />
        <DefinitionList
          items={[
            { term: t("language"), value: t("languageNote", { locale: languageName }) },
            ...(timeZone ? [{ term: t("timeZone"), value: timeZone }] : []),
          ]}
        />
      </div>
    </>
  );
}
