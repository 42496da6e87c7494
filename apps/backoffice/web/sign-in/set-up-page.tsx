import { useTranslations } from "use-intl";
import { api, queryClient } from "../api.ts";
import type { Me } from "../session.ts";
import { useSignOut } from "../shell/person-menu.tsx";
import { EntryPage } from "./entry-page.tsx";
import { TotpSetUp } from "./totp-set-up.tsx";

/** For somebody whose policy asks for a code and who has no app set up: the one page open to him. */
export function SetUpPage({ me }: { me: Extract<Me, { state: "set_up_totp" }> }) {
  const t = useTranslations("signIn");
  const words = useTranslations("shell");
  const signOut = useSignOut();
  return (
    <EntryPage title={t("setUpTitle")} biller={me.organization.name} wide>
      <p>{t("setUpWhy")}</p>
      <TotpSetUp onDone={() => queryClient.invalidateQueries(api.session.me.pathFilter())} />
      <p>
        {me.person.email}{" "}
        <button type="button" className="oi-link-button ms-0" onClick={() => signOut.mutate()}>
          {words("signOut")}
        </button>
      </p>
    </EntryPage>
  );
}
