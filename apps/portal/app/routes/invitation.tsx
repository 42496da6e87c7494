import { acceptInvitation } from "@openitem/domain/access/accept-invitation";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "@openitem/domain/access/password";
import { readInvitation } from "@openitem/domain/access/read-invitation";
import { signInContact } from "@openitem/domain/access/sign-in-contact";
import { Button, LinkButton } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import { formatMoment } from "@openitem/ui/formats";
import { data, Form, redirect, useNavigation } from "react-router";
import { useLocale, useTranslations } from "use-intl";
import { answer, page } from "../answer.ts";
import { requestContext } from "../context.ts";
import { BarePage } from "../parts/bare-page.tsx";
import { ProblemBanner } from "../parts/problem.tsx";
import { readForm } from "../read-form.server.ts";
import { auth, contextFor, organization } from "../services.server.ts";
import { cookieHeaders } from "../session.server.ts";
import type { Route } from "./+types/invitation";

/**
 * The address is a secret: nobody is told more of it than the origin. Not even that would be `no-referrer`, under
 * which browsers send the form with the origin "null", and it is refused as a stranger's.
 */
const SECRET = { "Referrer-Policy": "strict-origin" };

export const headers: Route.HeadersFunction = () => SECRET;

const ACCOUNTS_NAMED_MAX = 5;

/** A colleague of his is not "at" the biller. */
const INVITED_BY = { staff: "byStaff", contact: "byColleague", worker: "byBiller" } as const;

/** Shows what the link is for. Reading consumes nothing, since mail scanners follow links. */
export const loader = page(async ({ params, context }: Route.LoaderArgs) => {
  const ctx = await contextFor({ kind: "worker", name: "invitation" }, context.get(requestContext).requestId);
  const { name: biller, timeZone } = await organization();
  const invitation = await readInvitation(ctx, params.token);
  return data(
    { invitation, biller, timeZone, least: PASSWORD_LENGTH_MIN, most: PASSWORD_LENGTH_MAX },
    {
      status: invitation.state === "open" ? 200 : invitation.state === "unknown" ? 404 : 410,
      headers: SECRET,
    },
  );
});

/** Consumes the link: the password is set and its owner signed in. */
export async function action(args: Route.ActionArgs) {
  const { request, params, context } = args;
  const password = String((await readForm(args)).get("password") ?? "");
  if (password.length < PASSWORD_LENGTH_MIN) return data({ fault: "short" as const }, { status: 422 });
  if (password.length > PASSWORD_LENGTH_MAX) return data({ fault: "long" as const }, { status: 422 });
  const { requestId, clientAddress: address } = context.get(requestContext);
  const result = await answer(args, async () => {
    const ctx = await contextFor({ kind: "worker", name: "invitation" }, requestId);
    const { email } = await acceptInvitation(ctx, auth, { token: params.token, password });
    return signInContact(ctx, auth, { headers: request.headers, address }, { email, password });
  });
  if (!("setCookies" in result)) return result;
  throw redirect("/", { headers: cookieHeaders(result.setCookies) });
}

export default function Invitation({ loaderData, actionData }: Route.ComponentProps) {
  const { invitation, biller, timeZone, least, most } = loaderData;
  const t = useTranslations("invitation");
  const locale = useLocale();
  const isBusy = useNavigation().state === "submitting";
  if (invitation.state !== "open") {
    const { state } = invitation;
    return (
      <BarePage biller={biller}>
        <title>{t(`${state}Title`)}</title>
        <h1>{t(`${state}Title`)}</h1>
        <p>{t(state, { biller })}</p>
        {state === "accepted" && (
          <div>
            <LinkButton href="/sign-in">{t("signIn")}</LinkButton>
          </div>
        )}
      </BarePage>
    );
  }
  const { name, email, expiresAt, hasSignIn, inviter, accounts } = invitation;
  const more = accounts.length - ACCOUNTS_NAMED_MAX;
  const invitedTo = [
    ...accounts.slice(0, ACCOUNTS_NAMED_MAX),
    ...(more > 0 ? [t("moreAccounts", { count: more })] : []),
  ];
  const from = {
    biller,
    inviter: inviter?.name ?? biller,
    accounts: new Intl.ListFormat(locale, { type: "conjunction" }).format(invitedTo),
  };
  const fault = actionData && "fault" in actionData ? actionData.fault : undefined;
  return (
    <BarePage biller={biller}>
      <title>{t("title", { biller })}</title>
      <h1>{t("title", { biller })}</h1>
      <p>
        {t(INVITED_BY[inviter?.kind ?? "worker"], from)} {t("lead")}
      </p>
      {actionData && "problem" in actionData && <ProblemBanner problem={actionData.problem} />}
      <Form method="post" className="grid gap-5">
        <TextField
          name="email"
          type="email"
          label={t("email")}
          value={email}
          readOnly
          autoComplete="username"
        />
        <TextField
          name="password"
          type="password"
          label={t(hasSignIn ? "ownPassword" : "newPassword")}
          hint={hasSignIn ? t("ownPasswordHint") : t("newPasswordHint", { least })}
          error={fault && t(fault, { least, most })}
          autoComplete={hasSignIn ? "current-password" : "new-password"}
        />
        <Button variant="primary" wide aria-busy={isBusy}>
          {t("accept")}
        </Button>
      </Form>
      <p className="oi-hint">
        {t("until", { name, until: formatMoment(expiresAt, locale, timeZone, { weekday: true }) })}
      </p>
    </BarePage>
  );
}
