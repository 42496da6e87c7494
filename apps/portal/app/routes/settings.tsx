import { Button } from "@openitem/ui/button";
import { RadioList } from "@openitem/ui/choice";
import { DefinitionList } from "@openitem/ui/definition-list";
import { PageHeader } from "@openitem/ui/page";
import { Form, redirect } from "react-router";
import { useLocale, useTimeZone, useTranslations } from "use-intl";
import { withAccount } from "../parts/account-address.ts";
import { readForm } from "../read-form.server.ts";
import { isSecure } from "../services.server.ts";
import { readTheme, THEMES, themeCookie } from "../theme.ts";
import type { Route } from "./+types/settings";

export const loader = ({ request, url }: Route.LoaderArgs) => ({
  theme: readTheme(request),
  isSaved: url.searchParams.has("saved"),
});

/** Answers with another page to read, since this one would still be drawn by the cookie that came with the form. */
export async function action(args: Route.ActionArgs) {
  const { url } = args;
  const wish = (await readForm(args)).get("theme");
  const theme = THEMES.find((each) => each === wish) ?? "system";
  const headers = { "Set-Cookie": themeCookie(theme, isSecure) };
  return redirect(withAccount("/settings?saved=theme", url.search), { headers });
}

export default function Settings({ loaderData: { theme, isSaved } }: Route.ComponentProps) {
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
              {isSaved && t("saved")}
            </span>
          </div>
        </Form>
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
