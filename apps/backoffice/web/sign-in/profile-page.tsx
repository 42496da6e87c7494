import { Banner } from "@openitem/ui/banner";
import { Button } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { DefinitionList } from "@openitem/ui/definition-list";
import { SelectField } from "@openitem/ui/field";
import { OfficeHeader, PaneSection, Panes } from "@openitem/ui/office-shell";
import { Status } from "@openitem/ui/status";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, queryClient } from "../api.ts";
import { useSignedIn } from "../session.ts";
import { useKeySwitch } from "../shell/keys.tsx";
import { useSignOut } from "../shell/person-menu.tsx";
import { chooseTheme, storedTheme, THEMES } from "../shell/theme.ts";
import { useTitle } from "../shell/title.ts";
import { TotpSetUp } from "./totp-set-up.tsx";

/** A person's own sign-in, and how the screens look and listen to him. */
export function ProfilePage() {
  const t = useTranslations("signIn");
  const words = useTranslations("shell");
  const { person } = useSignedIn();
  const signOut = useSignOut();
  const [settingUp, setSettingUp] = useState<"no" | "yes" | "done">("no");
  useTitle(t("profileTitle"));
  const done = async () => {
    await queryClient.invalidateQueries(api.session.me.pathFilter());
    setSettingUp("done");
  };
  return (
    <>
      <OfficeHeader
        title={t("profileTitle")}
        note={person.name}
        actions={<Button onClick={() => signOut.mutate()}>{words("signOut")}</Button>}
      />
      <Panes>
        {settingUp === "done" && <Banner tone="paid" state="paid" title={t("enabled")} live />}
        <PaneSection>
          <DefinitionList
            items={[
              { term: t("profileEmail"), value: person.email },
              { term: t("profileRole"), value: words(`roles.${person.role}`) },
              {
                term: t("profileApp"),
                value: (
                  <Status
                    state={person.totpEnabled ? "kept" : "open"}
                    label={person.totpEnabled ? t("profileOn") : t("profileOff")}
                    detail={person.totpRequired && t("profileRequired")}
                  />
                ),
              },
            ]}
          />
          {!person.totpEnabled && settingUp === "no" && (
            <div className="mt-3">
              <Button onClick={() => setSettingUp("yes")}>{t("profileSetUp")}</Button>
            </div>
          )}
        </PaneSection>
        {settingUp === "yes" && !person.totpEnabled && (
          <PaneSection title={t("setUpTitle")}>
            <p className="mb-3">{t("setUpOptional")}</p>
            <TotpSetUp onDone={done} />
          </PaneSection>
        )}
        <PaneSection title={t("profileLook")}>
          <LookAndKeys />
        </PaneSection>
      </Panes>
    </>
  );
}

function LookAndKeys() {
  const t = useTranslations("shell");
  const [theme, setTheme] = useState(storedTheme);
  const [keysOn, setKeysOn] = useKeySwitch();
  return (
    <div className="flex max-w-sm flex-col gap-3">
      <SelectField
        name="theme"
        label={t("theme")}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`themes.${value}`) }))}
        onChange={(event) => {
          const chosen = THEMES.find((value) => value === event.target.value) ?? "system";
          chooseTheme(chosen);
          setTheme(chosen);
        }}
      />
      <CheckboxField
        name="single-keys-here"
        label={t("keysOn")}
        hint={t("keysNote")}
        checked={keysOn}
        onChange={(event) => setKeysOn(event.target.checked)}
      />
    </div>
  );
}
