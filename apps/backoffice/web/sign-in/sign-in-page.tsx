import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Me } from "../session.ts";
import { CodeForm } from "./code-form.tsx";
import { EntryPage } from "./entry-page.tsx";
import { PasswordForm } from "./password-form.tsx";

/** Password first, then a code where an authenticator app is set up. */
export function SignInPage({ me }: { me: Extract<Me, { state: "signed_out" }> }) {
  const t = useTranslations("signIn");
  const [step, setStep] = useState<"password" | "code">("password");
  const biller = me.organization.name;
  if (step === "code")
    return (
      <EntryPage title={t("codeTitle")} biller={biller}>
        <CodeForm onStartAgain={() => setStep("password")} />
      </EntryPage>
    );
  return (
    <EntryPage title={t("title")} biller={biller}>
      <PasswordForm onCode={() => setStep("code")} />
      <p className="oi-hint">{me.totpRequired ? t("totpRequired") : t("totpLifted")}</p>
    </EntryPage>
  );
}
