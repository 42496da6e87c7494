import { LinkProvider } from "@openitem/ui/link";
import { ToastProvider } from "@openitem/ui/toast";
import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { api } from "../api.ts";
import { SignedInProvider } from "../session.ts";
import { FailedPage } from "./failure.tsx";
import { Frame } from "./frame.tsx";
import { KeysProvider } from "./keys.tsx";
import { RouterLink } from "./router-link.tsx";

// Forms and the QR code are not needed by whoever is signed in already.
const SignInPage = lazy(async () => ({ default: (await import("../sign-in/sign-in-page.tsx")).SignInPage }));
const SetUpPage = lazy(async () => ({ default: (await import("../sign-in/set-up-page.tsx")).SetUpPage }));

/** Who is not signed in gets the sign-in page in place of what he asked for, and that once he is. */
export function Root() {
  const {
    data: me,
    error,
    refetch,
  } = useQuery(api.session.me.queryOptions(undefined, { staleTime: 60_000 }));
  return (
    <LinkProvider link={RouterLink}>
      <KeysProvider>
        <ToastProvider>
          {me?.state === "signed_in" ? (
            <SignedInProvider value={me}>
              <Frame>
                <Outlet />
              </Frame>
            </SignedInProvider>
          ) : (
            <div data-density="compact" className="min-h-dvh text-sm">
              <Suspense>
                {me?.state === "signed_out" && <SignInPage me={me} />}
                {me?.state === "set_up_totp" && <SetUpPage me={me} />}
              </Suspense>
              {!me && error && <FailedPage error={error} onRetry={() => refetch()} />}
            </div>
          )}
        </ToastProvider>
      </KeysProvider>
    </LinkProvider>
  );
}
