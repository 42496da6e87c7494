import { signInContact } from "@openitem/domain/access/sign-in-contact";
import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { Form, redirect, useNavigation } from "react-router";
import { useTranslations } from "use-intl";
import { answer, page } from "../answer.ts";
import { requestContext } from "../context.ts";
import { nextPath } from "../next-path.ts";
import { BarePage } from "../parts/bare-page.tsx";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import { auth, contextFor, organization } from "../services.server.ts";
import { cookieHeaders, readSignedIn } from "../session.server.ts";
import type { Route } from "./+types/sign-in";

export const loader = page(async ({ request, url }: Route.LoaderArgs) => {
  const next = nextPath(url.searchParams.get("next"));
  if (await readSignedIn(request)) throw redirect(next);
  return { next, biller: (await organization()).name };
});

export async function action(args: Route.ActionArgs) {
  const { request, context } = args;
  const form = await readForm(args);
  const text = (name: string) => String(form.get(name) ?? "");
  const { requestId, clientAddress: address } = context.get(requestContext);
  const result = await answer(args, async () => {
    const ctx = await contextFor({ kind: "worker", name: "sign-in" }, requestId);
    const visit = { headers: request.headers, address };
    return signInContact(ctx, auth, visit, { email: text("email"), password: text("password") });
  });
  if (!("setCookies" in result)) return { ...result, data: { ...result.data, email: text("email") } };
  throw redirect(nextPath(text("next")), { headers: cookieHeaders(result.setCookies) });
}

export default function SignIn({ loaderData: { next, biller }, actionData }: Route.ComponentProps) {
  const t = useTranslations("signIn");
  const isBusy = useNavigation().state === "submitting";
  return (
    <BarePage biller={biller}>
      <title>{t("pageTitle", { biller })}</title>
      <div>
        <h1>{t("title")}</h1>
        <p className="text-ink-2">{t("lead", { biller })}</p>
      </div>
      {actionData && <ProblemBanner problem={actionData.problem} />}
      <Form method="post" className="grid gap-5">
        <input type="hidden" name="next" value={next} />
        <TextField
          name="email"
          type="email"
          label={t("email")}
          autoComplete="username"
          defaultValue={actionData?.email}
          maxLength={254}
        />
        <TextField
          name="password"
          type="password"
          label={t("password")}
          autoComplete="current-password"
          maxLength={128}
        />
        <Button variant="primary" wide aria-busy={isBusy}>
          {t("submit")}
        </Button>
      </Form>
      <p className="text-md text-ink-2">{t("invitedOnly", { biller })}</p>
    </BarePage>
  );
}
