import { totalOpenCases } from "@openitem/domain/promises/total-open-cases";
import { Outlet, redirect } from "react-router";
import { IntlProvider } from "use-intl";
import { page } from "../answer.ts";
import { requestContext, viewerContext } from "../context.ts";
import { isFileAddress, plainFault } from "../file-answer.server.ts";
import { en } from "../messages/en.ts";
import { Shell } from "../parts/shell.tsx";
import { readSignedIn } from "../session.server.ts";
import { readViewer } from "../viewer.server.ts";
import type { Route } from "./+types/signed-in";

/** How many accounts the switcher lists; the rest is on the page behind it. */
const SWITCHER_MAX = 30;

/** Every page below is for a signed-in contact and acts as him; who he is, is read afresh for each request. */
export const middleware: Route.MiddlewareFunction[] = [
  async ({ request, url, context }, next) => {
    const readWho = page(async () => {
      const signedIn = await readSignedIn(request);
      if (!signedIn) throw redirect(signInPath(request, url));
      const viewer = await readViewer(signedIn.contact, url, context.get(requestContext));
      return { viewer, setCookies: signedIn.setCookies };
    });
    let who: Awaited<ReturnType<typeof readWho>>;
    try {
      who = await readWho({ context });
    } catch (error) {
      if (isFileAddress(url.pathname)) return plainFault(error);
      throw error;
    }
    const { viewer, setCookies } = who;
    context.set(viewerContext, viewer);
    const response = await next();
    for (const line of setCookies) response.headers.append("Set-Cookie", line);
    return response;
  },
];

/** Where to sign in, and from there back to what was asked for. */
function signInPath(request: Request, url: URL): string {
  const back = request.method === "GET" ? url.pathname + url.search : "/";
  return back === "/" ? "/sign-in" : `/sign-in?${new URLSearchParams({ next: back })}`;
}

// Without a loader the router would not ask the server on client navigation, and the middleware would not run.
export const loader = page(async ({ context }: Route.LoaderArgs) => {
  const { ctx, contact, accounts, account, customerIds, timeZone, today, biller } =
    context.get(viewerContext);
  const { disputes: openDisputes, promises: openPromises } = await totalOpenCases(ctx, customerIds);
  const inMenu = accounts.slice(0, SWITCHER_MAX).map(({ id, name, number }) => ({ id, name, number }));
  return {
    biller,
    person: { name: contact.name, email: contact.email },
    account: account && { id: account.id, name: account.name, number: account.number },
    accounts: inMenu,
    accountCount: accounts.length,
    openDisputes,
    openPromises,
    locale: contact.locale,
    timeZone,
    today,
  };
});

export default function SignedIn({ loaderData }: Route.ComponentProps) {
  return (
    <IntlProvider locale={loaderData.locale} timeZone={loaderData.timeZone} messages={en}>
      <Shell {...loaderData}>
        <Outlet />
      </Shell>
    </IntlProvider>
  );
}
